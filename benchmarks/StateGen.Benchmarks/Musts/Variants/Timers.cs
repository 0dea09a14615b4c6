using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>A timer registered per record, up to two minutes ahead, which fires later.</summary>
[Operator("timers")]
internal sealed partial class TimerPerRecord : KeyedOperator<long, long, long>
{
    private const long Step = 128;

    protected override void OnEvent(long value, OperatorContext<long> context) =>
        context.Timers.RegisterEventTime(context.Timestamp.AddMilliseconds(DelayOf(value)));

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context) => context.Emit(Key);

    public static long DelayOf(long value) => 1 + (value * Step);
}

/// <summary>The usual hand-written form: a priority queue, and a set that keeps a timer from being registered twice.</summary>
internal sealed class QueuedTimers : IVariant
{
    private readonly PriorityQueue<long, long> _queue = new();
    private readonly HashSet<(long Key, long Time)> _registered = [];
    private readonly List<long> _output = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var time = timestamps[i] + TimerPerRecord.DelayOf(values[i]);
            if (_registered.Add((keys[i], time)))
                _queue.Enqueue(keys[i], time);
            if ((i + 1) % Workload.BatchLength == 0 || i == keys.Length - 1)
                Fire(timestamps[i]);
        }
    }

    public void Dispose()
    {
    }

    private void Fire(long watermark)
    {
        _output.Clear();
        while (_queue.TryPeek(out var key, out var time) && time <= watermark)
        {
            _queue.Dequeue();
            _registered.Remove((key, time));
            _output.Add(key);
        }
    }
}
