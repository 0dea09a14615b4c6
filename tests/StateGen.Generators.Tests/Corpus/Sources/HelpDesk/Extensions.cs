namespace Corpus.Sources.HelpDesk;

internal static class SystemTime
{
    public static DateTimeOffset Now() => DateTimeOffset.UtcNow;
}

internal static class TicketExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(8);

    public static bool IsOverdue(this Ticket ticket) => Age(ticket) > Patience;

    private static TimeSpan Age(Ticket ticket) => SystemTime.Now() - ticket.OpenedAt;
}
