namespace Corpus.Sources.HelpDesk;

public enum Severity
{
    Low,
    Normal,
    Urgent,
}

public sealed record Ticket(string Customer, string Subject, Severity Severity, DateTimeOffset OpenedAt);

public sealed record Assignment(string Number, string Team, DateTimeOffset Due, string Trace);

[Operator("sources.helpdesk")]
public sealed partial class HelpDesk(TicketNumbers numbers, OfficeHours hours) : KeyedOperator<string, Ticket, Assignment>
{
    private readonly Rotation _rotation = new(["north", "south", "night"]);

    [State] private partial int Open { get; set; }
    [State] private partial JournalEntry? Latest { get; set; }
    [State] private partial string? LastNumber { get; set; }

    protected override void OnEvent(Ticket ticket, OperatorContext<Assignment> context)
    {
        Open++;
        var number = numbers.Next(ticket.Customer); // expect: SG2010
        var team = ticket.Severity switch
        {
            Severity.Urgent => "night",
            Severity.Normal => _rotation.Pick(), // expect: SG2010
            _ => _rotation.First,
        };

        Latest = JournalEntry.Create(ticket.Subject); // expect: SG2010
        if (ticket.IsOverdue()) // expect: SG2010
            team = "escalation";

        var due = hours.AddWorkingHours(ticket.OpenedAt, ticket.Severity == Severity.Urgent ? 2 : 16);
        LastNumber = number;
        context.Emit(new Assignment(number, team, due, new TraceStamp(number).ToString())); // expect: SG2010
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Assignment> context)
    {
        if (Open == 0)
            return;
        var due = hours.IsOpen // expect: SG2010
            ? timer.Timestamp.AddHours(4)
            : hours.AddWorkingHours(timer.Timestamp, 4);
        context.Emit(new Assignment(LastNumber ?? "", "backlog", due, Correlation.Current)); // expect: SG2010
    }
}
