using System.Runtime.InteropServices;

namespace StateGen.Benchmarks.Memory;

/// <summary>The sum and the number of values.</summary>
internal readonly struct Totals : IMergingAggregator<long, (long Sum, long Count), long>
{
    public static (long Sum, long Count) CreateAccumulator() => default;

    public static (long Sum, long Count) Add((long Sum, long Count) accumulator, long value) => (accumulator.Sum + value, accumulator.Count + 1);

    public static long GetResult((long Sum, long Count) accumulator) => accumulator.Sum;

    public static (long Sum, long Count) Merge((long Sum, long Count) earlier, (long Sum, long Count) later) =>
        (earlier.Sum + later.Sum, earlier.Count + later.Count);
}

/// <summary>Totals of tumbling windows.</summary>
[Operator("window-totals")]
internal sealed partial class TumblingTotals : KeyedOperator<long, long, long>
{
    [State]
    private partial WindowState<long, (long Sum, long Count), long, Totals> Windows { get; }

    protected override void OnEvent(long value, OperatorContext<long> context) =>
        Windows.TryAdd(TimeWindow.Tumbling(context.Timestamp, TimeSpan.FromMilliseconds(WindowRatios.Length)), value, context);

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        foreach (var (_, sum) in Windows.TakeEnded(timer, context))
            context.Emit(sum);
    }
}

/// <summary>Totals of sessions.</summary>
[Operator("session-totals")]
internal sealed partial class SessionTotals : KeyedOperator<long, long, long>
{
    [State]
    private partial SessionWindowState<long, (long Sum, long Count), long, Totals> Sessions { get; }

    protected override void OnEvent(long value, OperatorContext<long> context) =>
        Sessions.TryAdd(TimeWindow.Session(context.Timestamp, TimeSpan.FromMilliseconds(WindowRatios.Gap)), value, context);

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        foreach (var (_, sum) in Sessions.TakeEnded(timer, context))
            context.Emit(sum);
    }
}

/// <summary>Totals of tumbling windows in a map state, with its timers, as one writes them without a window state.</summary>
[Operator("map-totals")]
internal sealed partial class MapTotals : KeyedOperator<long, long, long>
{
    [State]
    private partial MapState<long, (long Sum, long Count)> Windows { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        var end = EventTime.FromTimestamp(context.Timestamp) / WindowRatios.Length * WindowRatios.Length + WindowRatios.Length;
        if (!Windows.TryGetValue(end, out var total))
            context.Timers.RegisterEventTime(EventTime.ToTimestamp(end - 1));
        Windows[end] = Totals.Add(total, value);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        var end = EventTime.FromTimestamp(timer.Timestamp) + 1;
        context.Emit(Windows[end].Sum);
        Windows.Remove(end);
    }
}

/// <summary>Totals of tumbling windows in one dictionary, and the keys of each end: the fastest that one writes by hand, which nothing restores.</summary>
internal sealed class DictionaryTotals : IVariant
{
    private readonly Dictionary<(long Key, long End), (long Sum, long Count)> _windows = [];
    private readonly PriorityQueue<(long Key, long End), long> _ends = new();

    public long Found { get; private set; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            var end = Math.Min(start + Workload.BatchLength, keys.Length);
            for (var i = start; i < end; i++)
                Add(keys[i], values[i], (timestamps[i] / WindowRatios.Length * WindowRatios.Length) + WindowRatios.Length);
            while (_ends.TryPeek(out var first, out var time) && time - 1 <= timestamps[end - 1])
            {
                _ends.Dequeue();
                _windows.Remove(first, out var total);
                Found += total.Sum;
            }
        }
    }

    public void Dispose()
    {
    }

    private void Add(long key, long value, long end)
    {
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, (key, end), out var exists);
        total = Totals.Add(total, value);
        if (!exists)
            _ends.Enqueue((key, end), end);
    }
}
