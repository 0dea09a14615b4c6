namespace Corpus.Threads.HoldExpiry;

public readonly record struct Hold(string Copy, DateTimeOffset Until);

public sealed record Desk(string Book, Hold Hold);

[Operator("threads.hold-expiry")]
public sealed partial class HoldQueue : KeyedOperator<string, Hold, Desk>
{
    [State] private partial MapState<string, DateTimeOffset> Holds { get; }

    [State, Ttl(Days = 90)] private partial ListState<Hold> History { get; }

    [State] private partial int Renewals { get; set; }

    protected override void OnEvent(Hold hold, OperatorContext<Desk> context)
    {
        foreach (var (copy, until) in Holds) // expect: SG2009
        {
            if (until < hold.Until)
                Holds.Remove(copy);
        }

        foreach (var old in History) // expect: SG2009
        {
            if (old.Copy == hold.Copy)
                History.Add(old with { Until = hold.Until });
        }

        Holds[hold.Copy] = hold.Until;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Desk> context)
    {
        var holds = Holds;
        foreach (var entry in holds) // expect: SG2009
        {
            if (entry.Value > timer.Timestamp)
                continue;
            context.Emit(new Desk(Key, new Hold(entry.Key, entry.Value)));
            holds.Remove(entry.Key);
        }

        foreach (var entry in Holds) // expect: SG2009
        {
            var renewed = holds;
            renewed[entry.Key] = entry.Value.AddDays(1);
            Renewals++;
        }
    }
}

[Operator("threads.hold-expiry.shelves")]
public sealed partial class Shelves : KeyedOperator<string, Hold, int>
{
    [State] private partial MapState<string, int> Copies { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Lost { get; }

    [State] private partial bool Closed { get; set; }

    protected override void OnEvent(Hold hold, OperatorContext<int> context)
    {
        var lost = Lost;
        foreach (var copy in lost) // expect: SG2009
        {
            if (copy.StartsWith(hold.Copy, StringComparison.Ordinal))
                Restore(copy);
        }

        foreach (var copy in Copies) // expect: SG2009
        {
            if (copy.Value > 3)
                Forget(copy.Key);
        }

        Copies[hold.Copy] = Copies.GetValueOrDefault(hold.Copy) + 1;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
    {
        foreach (var (copy, count) in Copies) // expect: SG2009
        {
            context.Emit(count);
            if (Closed)
                ClearState();
        }

        foreach (var copy in Lost) // expect: SG2009
        {
            void Drop()
            {
                if (copy.Length == 0)
                    Lost.Clear();
            }

            Drop();
        }
    }

    private void Restore(string copy)
    {
        Lost.Add(copy + "'");
        Copies[copy] = 1;
    }

    private void Forget(string copy) => ForgetAll([copy]);

    private void ForgetAll(IEnumerable<string> copies)
    {
        foreach (var copy in copies)
            Copies.Remove(copy);
    }
}
