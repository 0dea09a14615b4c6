using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Probes;

/// <summary>Counts the deposits of each account, and surveys all accounts for each rate. Emits what it finds, and at the end of input the number of surveys.</summary>
[Operator("surveyed")]
internal sealed partial class Surveyed(Faults faults, Action deposited) : KeyedBroadcastOperator<int, Deposit, Rate, string>
{
    [State]
    private partial int Count { get; set; }

    [State]
    private partial MapState<string, int> Surveys { get; }

    protected override void OnEvent(Deposit value, OperatorContext<string> context)
    {
        Count++;
        context.Timers.RegisterEventTime(DateTimeOffset.MaxValue);
        deposited();
    }

    protected override void OnBroadcast(Rate value, BroadcastContext<string> context)
    {
        faults.Pass("broadcast");
        context.VisitKeys();
    }

    protected override void OnKey(Rate value, OperatorContext<string> context)
    {
        Surveys[value.Currency] = Surveys.GetValueOrDefault(value.Currency) + 1;
        context.Emit($"{Key} {value.Currency}");
        faults.Pass("visit");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        foreach (var (currency, surveys) in Surveys)
            context.Emit($"{Key} {currency}: {surveys}");
        context.Emit($"{Key} has {Count}");
        ClearState();
    }
}
