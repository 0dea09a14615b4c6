namespace StateGen.Benchmarks.Memory;

/// <summary>
/// A stream of records over a million keys, the same for every variant. Keys are scattered over all 64 bits, and popular keys are scattered among them, so
/// that no table benefits from the order in which keys were created.
/// </summary>
internal sealed class Workload
{
    public const int KeyCount = 1_000_000;
    public const int RecordCount = 1 << 20;
    public const int BatchLength = 1024;

    private const int Seed = 20010101;

    private readonly long[] _allKeys;
    private readonly long[] _zeros = new long[KeyCount];

    public Workload(bool isZipf)
    {
        var random = new Random(Seed);
        _allKeys = [.. Enumerable.Range(0, KeyCount).Select(_ => random.NextInt64())];
        var ranks = new ZipfDistribution(KeyCount, random);
        for (var i = 0; i < RecordCount; i++)
        {
            Keys[i] = _allKeys[isZipf ? ranks.Next() : random.Next(KeyCount)];
            Values[i] = random.Next(1000);
            Timestamps[i] = i;
        }
    }

    public long[] Keys { get; } = new long[RecordCount];

    public long[] Values { get; } = new long[RecordCount];

    public long[] Timestamps { get; } = new long[RecordCount];

    /// <summary>Processes one record of every key with a variant.</summary>
    public void Fill(IVariant variant) => variant.Process(_allKeys, _zeros, _zeros);
}
