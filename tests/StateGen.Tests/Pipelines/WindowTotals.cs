using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>The total of one window.</summary>
internal sealed record WindowTotal(string Sensor, long End, long Count, long Sum);

/// <summary>Sums the events of one sensor and window of event time, emits the total by a timer at its end, and forgets it.</summary>
internal sealed class WindowTotals(Faults? faults = null) : TotalOperator<Reading, WindowTotal>("window-totals")
{
    private const long Length = Readings.Window;

    /// <summary>The key: the sensor and the end of the window.</summary>
    public static string KeyOf(Reading reading) => $"{reading.Sensor}@{(reading.Milliseconds / Length * Length) + Length}";

    protected override void OnEvent(Reading value, OperatorContext<WindowTotal> context)
    {
        if (Count++ == 0)
            context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(EndOf(Key)));
        Sum += value.Value;
        faults?.Pass("operator");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<WindowTotal> context)
    {
        context.Emit(new(Key.Split('@')[0], timer.Timestamp.ToUnixTimeMilliseconds(), Count, Sum));
        ClearState();
        faults?.Pass("timer");
    }

    private static long EndOf(string key) => long.Parse(key.Split('@')[1]);
}
