namespace Corpus.ValuesCorrect.Turbines;

[Operator("valuescorrect.turbines.overspeed")]
public sealed partial class Overspeed(IJournal journal) : TurbineOperator<string>(journal, limit: 22)
{
    [State(Name = "turbine")] private partial TurbineState? Stored { get; set; }

    protected override TurbineState? Snapshot
    {
        get => Stored;
        set => Stored = value;
    }

    protected override void Publish(TurbineState before, TurbineState after, OperatorContext<string> context)
    {
        if (before.Peak <= Limit && after.Peak > Limit)
            context.Emit($"{Key}: {MedianOf(before.LastRpm, after.LastRpm, after.Peak):F1} rpm after {after.Samples} samples");
    }
}
