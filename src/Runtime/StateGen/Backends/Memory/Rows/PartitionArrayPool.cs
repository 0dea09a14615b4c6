using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Keeps a few arrays that partitions have outgrown. Partitions of one table grow through the same capacities at about the same time, so what one
/// leaves is what the next needs, and its memory is mapped already: page faults are most of the cost of growing.
/// </summary>
internal sealed class PartitionArrayPool<TKey, TValue>
{
    private const int MostKept = 4;

    private readonly List<PartitionArrays<TKey, TValue>> _kept = [];

    /// <summary>Arrays with every slot free.</summary>
    public PartitionArrays<TKey, TValue> Rent(int capacity)
    {
        var found = _kept.FindIndex(arrays => arrays.Tags.Length == capacity);
        if (found < 0)
            return new(new byte[capacity], GC.AllocateUninitializedArray<KeyGroupSlot<TKey, TValue>>(capacity));
        var kept = _kept[found];
        _kept.RemoveAt(found);
        return kept;
    }

    /// <summary>Takes arrays that nobody uses any more; the oldest kept ones are given up for them.</summary>
    public void Return(PartitionArrays<TKey, TValue> arrays)
    {
        Array.Clear(arrays.Tags);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<KeyGroupSlot<TKey, TValue>>())
            Array.Clear(arrays.Slots);
        if (_kept.Count == MostKept)
            _kept.RemoveAt(0);
        _kept.Add(arrays);
    }
}
