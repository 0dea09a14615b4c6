using System.Runtime.InteropServices;
using StateGen.Benchmarks.Musts.Variants;

namespace StateGen.Benchmarks.Memory;

/// <summary>A sum per key.</summary>
[Operator("keyed-sums")]
internal sealed partial class KeyedSums : KeyedOperator<long, long, long>
{
    [State]
    private partial ReducingState<long, SumOfValues> Sum { get; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Sum.Add(value);
}

/// <summary>A sum per key by hand, found once and changed in place.</summary>
internal sealed class DictionarySums : IVariant
{
    private readonly Dictionary<long, long> _sums = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(_sums, keys[i], out _) += values[i];
    }

    public void Dispose()
    {
    }
}

/// <summary>An average per key.</summary>
[Operator("keyed-averages")]
internal sealed partial class KeyedAverages : KeyedOperator<long, long, long>
{
    [State]
    private partial AggregatingState<long, AverageParts, double, AverageOfValues> Average { get; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Average.Add(value);
}

/// <summary>An average per key by hand, found once and changed in place.</summary>
internal sealed class DictionaryAverages : IVariant
{
    private readonly Dictionary<long, AverageParts> _averages = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            ref var average = ref CollectionsMarshal.GetValueRefOrAddDefault(_averages, keys[i], out _);
            average = AverageOfValues.Add(average, values[i]);
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>The values of a subtask since the last flush, as a sink with a buffer keeps them.</summary>
[Operator("buffered-values")]
internal sealed partial class BufferedValues : KeyedOperator<long, long, long>
{
    public const int Most = 1_000;

    [OperatorState]
    private partial OperatorListState<long> Buffer { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Buffer.Add(value);
        if (Buffer.Count < Most)
            return;
        context.Emit(Buffer[0]);
        Buffer.Clear();
    }
}

/// <summary>The buffer as one writes it by hand.</summary>
internal sealed class BufferedList : IVariant
{
    private readonly List<long> _buffer = [];

    public long Flushed { get; private set; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        foreach (var value in values)
        {
            _buffer.Add(value);
            if (_buffer.Count < BufferedValues.Most)
                continue;
            Flushed += _buffer[0];
            _buffer.Clear();
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>A processing-time timer registered per record, as far ahead as those of <see cref="TimerPerRecord"/>.</summary>
[Operator("processing-timers")]
internal sealed partial class ProcessingTimerPerRecord : KeyedOperator<long, long, long>
{
    protected override void OnEvent(long value, OperatorContext<long> context) =>
        context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(TimerPerRecord.DelayOf(value)));

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context) => context.Emit(Key);
}
