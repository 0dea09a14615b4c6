namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A sum, which may overflow.</summary>
internal readonly struct WrappingSum : IReducer<long>
{
    public static long Reduce(long accumulator, long value) => unchecked(accumulator + value);
}

/// <summary>A number that tells in which order values were added and accumulators merged.</summary>
internal readonly struct OrderedSum : IMergingAggregator<long, long, long>
{
    public static long CreateAccumulator() => 1;

    public static long Add(long accumulator, long value) => unchecked((accumulator * 31) + value);

    public static long GetResult(long accumulator) => accumulator;

    public static long Merge(long earlier, long later) => unchecked((earlier * 17) + later);
}

/// <summary>A mean, rounded down to a whole number.</summary>
internal readonly struct WholeMean : IAggregator<long, (long Count, long Sum), long>
{
    public static (long Count, long Sum) CreateAccumulator() => (0, 0);

    public static (long Count, long Sum) Add((long Count, long Sum) accumulator, long value) =>
        (accumulator.Count + 1, unchecked(accumulator.Sum + value));

    public static long GetResult((long Count, long Sum) accumulator) => accumulator.Sum / accumulator.Count;
}
