namespace StateGen.Benchmarks.Memory;

/// <summary>
/// A stream of records over many keys, the same for every variant. Keys are scattered over all 64 bits, and popular keys are scattered among them, so
/// that no table benefits from the order in which keys were created.
/// </summary>
internal sealed class Workload
{
    public const int KeyCount = 1_000_000;
    public const int RecordCount = 1 << 20;
    public const int BatchLength = 1024;

    private const int Seed = 20010101;

    private readonly long[] _allKeys;
    private readonly long[] _fillValues;
    private readonly long[] _zeros;

    public Workload(bool isZipf, int keyCount = KeyCount, int recordCount = RecordCount)
    {
        var random = new Random(Seed);
        _allKeys = new long[keyCount];
        _fillValues = new long[keyCount];
        _zeros = new long[keyCount];
        for (var i = 0; i < keyCount; i++)
            _allKeys[i] = random.NextInt64();
        Keys = new long[recordCount];
        Values = new long[recordCount];
        Timestamps = new long[recordCount];
        Func<int> draw = isZipf ? new ZipfDistribution(keyCount, random).Next : () => random.Next(keyCount);
        for (var i = 0; i < recordCount; i++)
        {
            Keys[i] = _allKeys[draw()];
            Values[i] = random.Next(1000);
            Timestamps[i] = i;
        }
    }

    public long[] Keys { get; }

    public long[] Values { get; }

    public long[] Timestamps { get; }

    /// <summary>Gets the number of records of each key that <see cref="Fill"/> processes, with the values from 0.</summary>
    public int ValuesPerKey { get; init; } = 1;

    /// <summary>Processes the first records of every key with a variant.</summary>
    public void Fill(IVariant variant)
    {
        for (var value = 0; value < ValuesPerKey; value++)
        {
            Array.Fill(_fillValues, value);
            variant.Process(_allKeys, _fillValues, _zeros);
        }
    }

    /// <summary>Moves the records on in event time, so that the next pass over them comes after this one.</summary>
    public void Advance()
    {
        foreach (ref var timestamp in Timestamps.AsSpan())
            timestamp += Timestamps.Length;
    }
}
