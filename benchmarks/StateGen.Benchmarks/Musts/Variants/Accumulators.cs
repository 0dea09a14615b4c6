using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>A sum, a maximum and an average, none of which exists before the first record of a key.</summary>
[Operator("accumulators")]
internal sealed partial class AccumulatorCounters : KeyedOperator<long, long, long>
{
    [State]
    private partial ReducingState<long, SumOfValues> Sum { get; }

    [State]
    private partial ReducingState<long, LargestValue> Maximum { get; }

    [State]
    private partial AggregatingState<long, AverageParts, double, AverageOfValues> Average { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Sum.Add(value);
        Maximum.Add(value);
        Average.Add(value);
    }
}

/// <summary>The same states as value states that tell absent from the default, combined in place.</summary>
[Operator("optional-values")]
internal sealed partial class OptionalValueCounters : KeyedOperator<long, long, long>
{
    [State]
    private partial long? Sum { get; set; }

    [State]
    private partial long? Maximum { get; set; }

    [State]
    private partial AverageParts? Average { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Sum = Sum is { } sum ? sum + value : value;
        Maximum = Maximum is { } maximum ? Math.Max(maximum, value) : value;
        var average = Average ?? default;
        Average = new(average.Sum + value, average.Count + 1);
    }
}

/// <summary>The usual hand-written form: one row per key, found once and changed in place.</summary>
internal sealed class OptionalValueDictionary : IVariant
{
    private readonly Dictionary<long, Row> _rows = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(_rows, keys[i], out _).Add(values[i]);
    }

    public void Dispose()
    {
    }

    private struct Row
    {
        private long? _sum;
        private long? _maximum;
        private AverageParts? _average;

        public void Add(long value)
        {
            _sum = _sum is { } sum ? sum + value : value;
            _maximum = _maximum is { } maximum ? Math.Max(maximum, value) : value;
            var average = _average ?? default;
            _average = new(average.Sum + value, average.Count + 1);
        }
    }
}

/// <summary>What an average is computed from.</summary>
internal readonly record struct AverageParts(long Sum, long Count);

internal readonly struct SumOfValues : IReducer<long>
{
    public static long Reduce(long accumulator, long value) => accumulator + value;
}

internal readonly struct LargestValue : IReducer<long>
{
    public static long Reduce(long accumulator, long value) => Math.Max(accumulator, value);
}

internal readonly struct AverageOfValues : IAggregator<long, AverageParts, double>
{
    public static AverageParts CreateAccumulator() => default;

    public static AverageParts Add(AverageParts accumulator, long value) => new(accumulator.Sum + value, accumulator.Count + 1);

    public static double GetResult(AverageParts accumulator) => (double)accumulator.Sum / accumulator.Count;
}
