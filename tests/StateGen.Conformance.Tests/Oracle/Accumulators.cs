namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A sum, which may overflow.</summary>
internal readonly struct WrappingSum : IReducer<long>
{
    public static long Reduce(long accumulator, long value) => unchecked(accumulator + value);
}

/// <summary>A mean, rounded down to a whole number.</summary>
internal readonly struct WholeMean : IAggregator<long, (long Count, long Sum), long>
{
    public static (long Count, long Sum) CreateAccumulator() => (0, 0);

    public static (long Count, long Sum) Add((long Count, long Sum) accumulator, long value) =>
        (accumulator.Count + 1, unchecked(accumulator.Sum + value));

    public static long GetResult((long Count, long Sum) accumulator) => accumulator.Sum / accumulator.Count;
}
