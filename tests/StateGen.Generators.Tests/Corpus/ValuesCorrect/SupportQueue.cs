namespace Corpus.ValuesCorrect.SupportQueue;

public sealed record Ticket(string Team, string Subject, int Priority, IReadOnlyList<string> Labels);

public sealed class Digest
{
    public string Team { get; set; } = "";

    public List<string> Subjects { get; set; } = [];

    public int Priority { get; set; }
}

internal sealed class DigestWriter(OperatorContext<Digest> context, TimerService timers)
{
    public void Write(Digest digest) => context.Emit(digest);

    public void Later(DateTimeOffset at) => timers.RegisterEventTime(at);
}

/// <summary>Emits one digest for each label of a ticket and one for the whole team.</summary>
[Operator("valuescorrect.supportqueue")]
public sealed partial class SupportQueue : KeyedOperator<string, Ticket, Digest>
{
    private readonly List<string> _labels = [];

    [State, Ttl(Days = 5)] private partial ListState<string> Subjects { get; }

    [State] private partial int Highest { get; set; }

    protected override void OnEvent(Ticket ticket, OperatorContext<Digest> context)
    {
        Subjects.Add(ticket.Subject);
        Highest = Math.Max(Highest, ticket.Priority);

        _labels.Clear();
        _labels.AddRange(ticket.Labels.Where(label => label.Length > 0));
        foreach (var label in _labels)
        {
            var digest = new Digest { Team = Key };
            digest.Subjects.Add($"{label}: {ticket.Subject}");
            digest.Priority = ticket.Priority;
            context.Emit(digest);
        }

        var all = new Digest { Team = Key, Subjects = [.. _labels] };
        all.Subjects.Sort(StringComparer.Ordinal);
        context.Emit(all);

        all = new Digest { Team = Key + "/all" };
        all.Subjects.AddRange(Subjects);
        if (ticket.Priority > 8)
        {
            all.Priority = 10;
            context.Emit(all);
        }
        else
        {
            all.Priority = Highest;
            Trim(all.Subjects);
            new DigestWriter(context, context.Timers).Write(all);
        }
    }

    private static void Trim(List<string> subjects)
    {
        if (subjects.Count > 20)
            subjects.RemoveRange(20, subjects.Count - 20);
    }
}
