namespace StateGen.Tests.Pipelines;

/// <summary>The total of one window.</summary>
internal sealed record WindowTotal(string Sensor, long End, long Count, long Sum);

/// <summary>Sums the events of each window of event time, emits the total by a timer at its end, and forgets it. One window is open per key at a time.</summary>
internal sealed class WindowTotals(long length, Faults? faults = null) : TotalOperator<Reading, WindowTotal>("window-totals")
{
    protected override void OnEvent(Reading value, OperatorContext<WindowTotal> context)
    {
        if (Count++ == 0)
            context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds((value.Milliseconds / length * length) + length));
        Sum += value.Value;
        faults?.Pass("operator");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<WindowTotal> context)
    {
        context.Emit(new(Key, timer.Timestamp.ToUnixTimeMilliseconds(), Count, Sum));
        ClearState();
        faults?.Pass("timer");
    }
}
