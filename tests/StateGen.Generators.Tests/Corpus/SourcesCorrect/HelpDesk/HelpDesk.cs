namespace Corpus.SourcesCorrect.HelpDesk;

public sealed record Ticket(long Number, string Subject, DateTimeOffset OpenedAt, int Severity);

public sealed record Assignment(string Reference, string Team, DateTimeOffset Due);

[Operator("sourcescorrect.helpdesk")]
public sealed partial class HelpDesk(TicketNumbers numbers, OfficeHours hours, TimeProvider clock)
    : KeyedOperator<string, Ticket, Assignment>
{
    private readonly DateTimeOffset _createdAt = clock.GetUtcNow();
    private readonly Rotation _rotation = new(["north", "south"]);

    [State] private partial int Open { get; set; }
    [State] private partial JournalEntry? Latest { get; set; }

    public string Description => $"help desk since {_createdAt:u}";

    protected override void OnEvent(Ticket ticket, OperatorContext<Assignment> context)
    {
        var count = ++Open;
        Latest = JournalEntry.At(context.Timestamp, ticket.Subject);
        var due = hours.AddWorkingHours(ticket.OpenedAt, ticket.Severity > 2 ? 2 : 16);
        var reference = numbers.Format(Key, ticket.Number);
        if (ticket.IsOverdue(context.Timestamp))
            context.Emit(new Assignment(reference, "escalation", context.Timestamp));
        context.Emit(new Assignment(reference, _rotation.Pick(count), due));
    }
}
