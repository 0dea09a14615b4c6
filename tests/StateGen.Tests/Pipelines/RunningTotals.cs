using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A total after each event.</summary>
internal sealed record RunningTotal(string Sensor, long Number, long Sum);

/// <summary>Emits, for each event, its number within the key and the sum so far.</summary>
internal sealed class RunningTotals(Faults? faults = null) : TotalOperator<Reading, RunningTotal>("running-totals")
{
    protected override void OnEvent(Reading value, OperatorContext<RunningTotal> context)
    {
        Count++;
        Sum += value.Value;
        context.Emit(new(Key, Count, Sum));
        faults?.Pass("operator");
    }
}
