namespace Corpus.ValuesCorrect.Turbines;

[Operator("valuescorrect.turbines.steadyrun")]
public sealed partial class SteadyRun(IJournal journal, IReadOnlyDictionary<string, double> tolerances)
    : TurbineOperator<(string Turbine, int Steady)>(journal, limit: double.MaxValue)
{
    [State] private partial int Steady { get; set; }

    [State] private partial TurbineState? Current { get; set; }

    protected override TurbineState? Snapshot
    {
        get => Current;
        set => Current = value;
    }

    protected override void Publish(TurbineState before, TurbineState after, OperatorContext<(string Turbine, int Steady)> context)
    {
        var tolerance = tolerances.TryGetValue(Key, out var own) ? own : 0.5;
        var (_, last, _) = before;
        Steady = Math.Abs(after.LastRpm - last) <= tolerance ? Steady + 1 : 0;
        if (Steady % 60 == 59)
            context.Emit((Key, Steady));
    }
}
