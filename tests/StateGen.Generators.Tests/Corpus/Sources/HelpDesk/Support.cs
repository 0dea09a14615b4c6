namespace Corpus.Sources.HelpDesk;

public sealed class TicketNumbers(string prefix)
{
    public string Next(string customer) => $"{prefix}-{customer}-{Suffix()}";

    private static string Suffix() => Guid.NewGuid().ToString("N")[..8];
}

public sealed class Rotation(IReadOnlyList<string> teams)
{
    private readonly Random _random = new();

    public string First => teams[0];

    public string Pick() => teams[_random.Next(teams.Count)];
}

public sealed record JournalEntry(string Text, DateTimeOffset At)
{
    public static JournalEntry Create(string text) => new(text.Trim(), SystemTime.Now());
}

public sealed class TraceStamp
{
    private readonly string _number;
    private readonly long _ticks;

    public TraceStamp(string number)
    {
        _number = number;
        _ticks = DateTime.UtcNow.Ticks;
    }

    public override string ToString() => $"{_number}@{_ticks}";
}

public static class Correlation
{
    public static string Current => $"{Environment.MachineName}/{Environment.ProcessId}";
}

public sealed class OfficeHours(int from, int to)
{
    public bool IsOpen
    {
        get
        {
            var hour = SystemTime.Now().Hour;
            return hour >= from && hour < to;
        }
    }

    public DateTimeOffset AddWorkingHours(DateTimeOffset start, int hours)
    {
        var time = start;
        while (hours > 0)
        {
            time = time.AddHours(1);
            if (time.Hour >= from && time.Hour < to)
                hours--;
        }

        return time;
    }
}
