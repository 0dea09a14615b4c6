namespace StateGen.Benchmarks.Memory;

/// <summary>The usual hand-written form, which is also that of Flink's heap backend: a dictionary per state, with one read and one write each.</summary>
internal sealed class ThreeDictionaries : IVariant
{
    private readonly Dictionary<long, long> _count = [];
    private readonly Dictionary<long, long> _sum = [];
    private readonly Dictionary<long, long> _maximum = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            _count[key] = _count.GetValueOrDefault(key) + 1;
            _sum[key] = _sum.GetValueOrDefault(key) + values[i];
            _maximum[key] = Math.Max(_maximum.GetValueOrDefault(key), values[i]);
        }
    }

    public void Dispose()
    {
    }
}
