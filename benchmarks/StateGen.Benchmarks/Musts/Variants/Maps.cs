using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>One get and one set of an entry of a map per record.</summary>
[Operator("map-counters")]
internal sealed partial class MapCounters : KeyedOperator<long, long, long>
{
    public const int EntriesPerKey = 8;

    [State]
    private partial MapState<long, long> Sums { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        var key = value % EntriesPerKey;
        Sums[key] = Sums.GetValueOrDefault(key) + value;
    }
}

/// <summary>The fastest hand-written form with a dictionary: both keys in one, found once and changed in place.</summary>
internal sealed class PairDictionary : IVariant
{
    private readonly Dictionary<(long Key, long MapKey), long> _sums = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(_sums, (keys[i], values[i] % MapCounters.EntriesPerKey), out _) += values[i];
    }

    public void Dispose()
    {
    }
}
