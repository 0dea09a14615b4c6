namespace Corpus.MutationCorrect.Quests;

public sealed record Progress(string Quest, int Points);

public sealed class Journal
{
    public Dictionary<string, int> Points { get; set; } = [];

    public List<string> Done { get; set; } = [];

    public Journal Clone() => new() { Points = new Dictionary<string, int>(Points), Done = [.. Done] };
}

[Operator("mutationcorrect.quests")]
internal sealed partial class Quests : KeyedOperator<Guid, Progress, string>
{
    [State(Copy = true)] private partial Journal? Journal { get; set; }

    [State(Copy = true)] private partial Journal? Snapshot { get; set; }

    [State(Copy = true)] private partial List<string>? Hints { get; set; }

    protected override void OnEvent(Progress value, OperatorContext<string> context)
    {
        var journal = Journal ?? new Journal();
        Advance(journal, value);
        if (!journal.Done.Contains(value.Quest))
            return;

        // The snapshot shows the journal as it was before the hints are cleaned.
        var snapshot = Journal!;
        snapshot.Done.Sort(StringComparer.Ordinal);
        Snapshot = snapshot;

        var hints = Hints ?? [];
        if (hints.Remove(value.Quest))
            Hints = hints;
        else
            Hints = [.. hints, value.Quest];
        context.Emit(string.Join(", ", Sorted(journal)));
    }

    private void Advance(Journal journal, Progress progress)
    {
        journal.Points[progress.Quest] = journal.Points.GetValueOrDefault(progress.Quest) + progress.Points;
        if (journal.Points[progress.Quest] >= 100)
            journal.Done.Add(progress.Quest);
        Journal = journal;
    }

    private static List<string> Sorted(Journal journal)
    {
        var copy = journal.Clone();
        copy.Done.Reverse();
        copy.Points.Clear();
        return copy.Done;
    }
}
