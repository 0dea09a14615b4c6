using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>
/// The fastest hand-written form of the pipeline with a dictionary: event time and late readings are noticed, each row is found once and changed in place, and
/// the output is handed on in batches to something that drops it.
/// </summary>
internal sealed class HandWrittenLoop(Readings readings) : IReadingVariant
{
    private readonly ReadingRows _rows = new();

    public void Pass()
    {
        foreach (ref readonly var reading in readings.All)
            _rows.Add(reading);
    }

    public void Dispose()
    {
    }
}

/// <summary>The rows of the hand-written loops, with their event time and output.</summary>
internal sealed class ReadingRows
{
    private const int BatchLength = 1024;

    private readonly Dictionary<long, CounterRow> _rows = [];
    private readonly long[] _output = new long[BatchLength];
    private DateTime _latest = DateTime.MinValue + Readings.MaxOutOfOrderness;
    private int _count;

    public long Late { get; private set; }

    public long Dropped { get; private set; }

    public void Add(in Reading reading)
    {
        if (reading.Time > _latest)
            _latest = reading.Time;
        else if (reading.Time < _latest - Readings.MaxOutOfOrderness)
            Late++;
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, reading.Device, out _);
        row.Add(reading.Value);
        _output[_count++] = row.Sum;
        if (_count == BatchLength)
            Drop(_output);
    }

    private void Drop(ReadOnlySpan<long> output)
    {
        Dropped += output.Length;
        _count = 0;
    }
}

/// <summary>The functions of a pipeline without anything else: the same lambdas in a loop.</summary>
internal sealed class FunctionLoop(Readings readings) : IReadingVariant
{
    public static Func<Reading, bool> Condition { get; } = static reading => reading.Value % 4 != 0;

    public static Func<Reading, long> Selector { get; } = static reading => reading.Device + reading.Value;

    public long Result { get; private set; }

    public void Pass()
    {
        var (condition, selector) = (Condition, Selector);
        var result = 0L;
        foreach (ref readonly var reading in readings.All)
        {
            if (condition(reading))
                result += selector(reading);
        }

        Result = result;
    }

    public void Dispose()
    {
    }
}
