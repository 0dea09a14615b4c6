using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Probes;

/// <summary>A number under a name: an input if the name is <see cref="Input"/>, otherwise a result of the ledger with that name.</summary>
public sealed record Entry(string Name, int Key, long Number)
{
    public const string Input = "input";
}

/// <summary>
/// Forwards its inputs, and keeps their numbers in operator state: each number in a split list, and how many there were in a union list. Each subtask emits
/// its part of both at the end of input.
/// </summary>
[Operator("ledger")]
internal sealed partial class Ledger(string name, Faults? faults = null) : KeyedOperator<int, Entry, Entry>
{
    [OperatorState]
    private partial OperatorListState<long> Numbers { get; }

    [OperatorState(Redistribution = OperatorStateRedistribution.Union)]
    private partial OperatorListState<long> Counts { get; }

    [State]
    private partial long Keyed { get; set; }

    // After a restore, every subtask has the counts of all. The first one goes on with their sum.
    protected override ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        Counts.Update(context.Subtask == 0 ? [Counts.Sum()] : [0]);
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Entry value, OperatorContext<Entry> context)
    {
        context.Emit(value);
        if (value.Name != Entry.Input)
            return;
        Numbers.Add(value.Number);
        Counts[0]++;
        Keyed++;
        context.Timers.RegisterEventTime(DateTimeOffset.MaxValue);
        faults?.Pass(name);
    }

    // The first timer of the subtask emits its state.
    protected override void OnTimer(FiredTimer timer, OperatorContext<Entry> context)
    {
        context.Emit(new($"{name} keyed", Key, Keyed));
        foreach (var number in Numbers)
            context.Emit(new($"{name} number", Key, number));
        if (Counts.Count > 0)
            context.Emit(new($"{name} count", Key, Counts[0]));
        Numbers.Clear();
        Counts.Clear();
    }
}
