namespace Corpus.SourcesCorrect.HelpDesk;

public sealed class TicketNumbers(string prefix)
{
    public string Format(string customer, long number) => $"{prefix}-{customer}-{number:d6}";

    public string Fresh() => $"{prefix}-{Guid.NewGuid():N}";
}

public sealed class Rotation
{
    private readonly IReadOnlyList<string> _teams;
    private readonly DateTime _builtAt;

    public Rotation(IReadOnlyList<string> teams)
    {
        _teams = teams;
        _builtAt = DateTime.UtcNow;
    }

    public string Pick(int number) => _teams[number % _teams.Count];

    public TimeSpan Age() => DateTime.UtcNow - _builtAt;
}

public sealed record JournalEntry(DateTimeOffset Time, string Text)
{
    public static JournalEntry At(DateTimeOffset time, string text) => new(time, text.Trim());

    public static JournalEntry Now(string text) => At(DateTimeOffset.UtcNow, text);
}

public sealed class OfficeHours(int from, int to)
{
    public bool IsOpenNow => Contains(DateTimeOffset.Now);

    public bool Contains(DateTimeOffset time) => time.Hour >= from && time.Hour < to;

    public DateTimeOffset AddWorkingHours(DateTimeOffset start, int hours)
    {
        var time = start;
        while (hours > 0)
        {
            time = time.AddHours(1);
            if (Contains(time))
                hours--;
        }

        return time;
    }
}

internal static class TicketExtensions
{
    public static bool IsOverdue(this Ticket ticket, DateTimeOffset now) => now - ticket.OpenedAt > TimeSpan.FromHours(8);

    public static bool IsOverdue(this Ticket ticket) => ticket.IsOverdue(DateTimeOffset.UtcNow);
}
