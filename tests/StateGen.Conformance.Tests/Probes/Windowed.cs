using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Probes;

/// <summary>A measurement of a sensor.</summary>
internal sealed record Measured(string Sensor, long Milliseconds, int Value)
{
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}

/// <summary>What came of one window: of which kind and sensor, and of how many values with which sum.</summary>
internal sealed record Measurement(string Kind, string Sensor, long Start, long End, long Count, long Sum);

/// <summary>The number of the values in a window, and their sum.</summary>
internal readonly struct CountAndSum : IMergingAggregator<int, (long Count, long Sum), (long Count, long Sum)>
{
    public static (long Count, long Sum) CreateAccumulator() => default;

    public static (long Count, long Sum) Add((long Count, long Sum) accumulator, int value) => (accumulator.Count + 1, accumulator.Sum + value);

    public static (long Count, long Sum) GetResult((long Count, long Sum) accumulator) => accumulator;

    public static (long Count, long Sum) Merge((long Count, long Sum) earlier, (long Count, long Sum) later) =>
        (earlier.Count + later.Count, earlier.Sum + later.Sum);
}

/// <summary>Measures by tumbling windows, sliding windows and sessions, and fails where a test has planned it.</summary>
[Operator("windowed")]
internal sealed partial class Windowed(Faults faults) : KeyedOperator<string, Measured, Measurement>
{
    public const int Size = 100;
    public const int Offset = 30;
    public const int Slide = 40;
    public const int Gap = 25;

    [State]
    private partial WindowState<int, (long Count, long Sum), (long Count, long Sum), CountAndSum> Tumbling { get; }

    [State]
    private partial WindowState<int, (long Count, long Sum), (long Count, long Sum), CountAndSum> Sliding { get; }

    [State]
    private partial SessionWindowState<int, (long Count, long Sum), (long Count, long Sum), CountAndSum> Sessions { get; }

    protected override void OnEvent(Measured value, OperatorContext<Measurement> context)
    {
        var added = Tumbling.TryAdd(TimeWindow.Tumbling(context.Timestamp, Milliseconds(Size), Milliseconds(Offset)), value.Value, context);
        foreach (var window in TimeWindow.Sliding(context.Timestamp, Milliseconds(Size), Milliseconds(Slide)))
            added &= Sliding.TryAdd(window, value.Value, context);
        faults.Pass("event");
        added &= Sessions.TryAdd(TimeWindow.Session(context.Timestamp, Milliseconds(Gap)), value.Value, context);
        if (!added)
            context.Emit(new("late", value.Sensor, value.Milliseconds, value.Milliseconds, 1, value.Value));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Measurement> context)
    {
        foreach (var (window, total) in Tumbling.TakeEnded(timer, context))
            Emit("tumbling", window, total, context);
        faults.Pass("timer");
        foreach (var (window, total) in Sliding.TakeEnded(timer, context))
            Emit("sliding", window, total, context);
        foreach (var (window, total) in Sessions.TakeEnded(timer, context))
            Emit("session", window, total, context);
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private void Emit(string kind, TimeWindow window, (long Count, long Sum) total, OperatorContext<Measurement> context)
    {
        if (context.Timestamp != window.MaxTimestamp)
            throw new InvalidOperationException($"{window} was taken at {context.Timestamp:O}.");
        context.Emit(new(kind, Key, window.Start.ToUnixTimeMilliseconds(), window.End.ToUnixTimeMilliseconds(), total.Count, total.Sum));
    }
}
