using System.Runtime.CompilerServices;
using StateGen.Formats.Keys;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

// The entries are in leaves, arrays with up to 128 of them, in the order of their keys. The leaves are in an array, and so are their first keys. A search finds
// the leaf by its first key and then the entry, so that it takes O(log n). An insertion moves half a leaf, and once in at least 64 times half of the array of
// leaves: for a million entries, 16 KiB.

/// <summary>
/// The entries of a sorted map with more than a block can hold. A snapshot keeps the map as it is, and its owner goes on with another one that shares its
/// leaves, and copies a leaf before it changes it. Used by one thread, while others may read maps that have been shared.
/// </summary>
internal sealed class LargeSortedMap<TMapKey, TMapKeyCodec, TValue>(bool isTimed, SnapshotsInProgress snapshots)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    private const int SparseLeaf = SortedLeaf<TMapKey, TValue>.Capacity / 4;
    private const int MergedLeaf = SortedLeaf<TMapKey, TValue>.Capacity * 3 / 4;

    private SortedLeaf<TMapKey, TValue>[] _leaves = new SortedLeaf<TMapKey, TValue>[2];
    private TMapKey[] _firsts = new TMapKey[2];

    public int Count { get; private set; }

    public int LeafCount { get; private set; }

    /// <summary>Gets the size in bytes, without the objects that entries refer to.</summary>
    public long SizeBytes =>
        ((long)LeafCount * SortedLeaf<TMapKey, TValue>.Capacity * (Unsafe.SizeOf<MapEntry<TMapKey, TValue>>() + (isTimed ? sizeof(long) : 0)))
        + ((long)_leaves.Length * (Unsafe.SizeOf<TMapKey>() + Unsafe.SizeOf<nint>()));

    /// <summary>Creates a map with the same entries. This one must not be changed any more.</summary>
    public LargeSortedMap<TMapKey, TMapKeyCodec, TValue> Share() => new(isTimed, snapshots)
    {
        _leaves = [.. _leaves],
        _firsts = [.. _firsts],
        LeafCount = LeafCount,
        Count = Count,
    };

    public SortedRun<TMapKey, TValue> Run(int leaf) => _leaves[leaf].Run;

    /// <summary>Finds the leaf that has a key, or would have it; 0 if there is no leaf.</summary>
    public int FindLeaf(in TMapKey key)
    {
        var (low, high) = (0, LeafCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (KeyOrder<TMapKey, TMapKeyCodec>.Compare(in _firsts[middle], in key) <= 0)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    public void Replace(SortedPosition position, TValue value, long writtenAt)
    {
        var leaf = Own(position.Run);
        leaf.Items[position.Index].Value = value;
        if (leaf.WriteTimes is { } times)
            times[position.Index] = writtenAt;
    }

    /// <summary>Inserts an entry at the position that a search for its key has found.</summary>
    public void Insert(SortedPosition position, in MapEntry<TMapKey, TValue> entry, long writtenAt)
    {
        var (number, index) = (position.Run, position.Index);
        if (LeafCount == 0)
            AddLeaf(0, new(this, isTimed));
        var leaf = Own(number);
        if (leaf.Count == SortedLeaf<TMapKey, TValue>.Capacity)
            (leaf, number, index) = Split(leaf, number, index);
        leaf.Insert(index, in entry, writtenAt);
        if (index == 0)
            _firsts[number] = entry.Key;
        Count++;
    }

    /// <summary>Removes an entry. Entries behind it move, but none before it unless its leaf is the last one.</summary>
    public void RemoveAt(SortedPosition position)
    {
        var number = position.Run;
        var leaf = Own(number);
        leaf.RemoveAt(position.Index);
        Count--;
        if (leaf.Count == 0)
        {
            RemoveLeaf(number);
            return;
        }

        _firsts[number] = leaf.Items[0].Key;
        if (leaf.Count >= SparseLeaf)
            return;
        if (number + 1 < LeafCount)
            Merge(number);
        else if (number > 0)
            Merge(number - 1);
    }

    // Makes room in a full leaf for an entry. Keys that arrive in order fill the leaves.
    private (SortedLeaf<TMapKey, TValue> Leaf, int Number, int Index) Split(SortedLeaf<TMapKey, TValue> leaf, int number, int index)
    {
        var isAppended = index == leaf.Count && number == LeafCount - 1;
        var kept = isAppended ? leaf.Count : leaf.Count / 2;
        var upper = new SortedLeaf<TMapKey, TValue>(this, isTimed);
        leaf.MoveTo(upper, kept);
        AddLeaf(number + 1, upper);
        if (upper.Count > 0)
            _firsts[number + 1] = upper.Items[0].Key;
        return isAppended || index > kept ? (upper, number + 1, index - kept) : (leaf, number, index);
    }

    // Moves the entries of the next leaf to a leaf if they fit.
    private void Merge(int number)
    {
        if (_leaves[number].Count + _leaves[number + 1].Count > MergedLeaf)
            return;
        Own(number + 1).MoveTo(Own(number), 0);
        RemoveLeaf(number + 1);
    }

    private SortedLeaf<TMapKey, TValue> Own(int number)
    {
        var leaf = _leaves[number];
        if (leaf.Owner == this)
            return leaf;
        if (snapshots.Any)
            _leaves[number] = leaf = leaf.Copy(isTimed);
        leaf.Owner = this;
        return leaf;
    }

    private void AddLeaf(int number, SortedLeaf<TMapKey, TValue> leaf)
    {
        if (LeafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, 2 * LeafCount);
            Array.Resize(ref _firsts, 2 * LeafCount);
        }

        Array.Copy(_leaves, number, _leaves, number + 1, LeafCount - number);
        Array.Copy(_firsts, number, _firsts, number + 1, LeafCount - number);
        _leaves[number] = leaf;
        LeafCount++;
    }

    private void RemoveLeaf(int number)
    {
        LeafCount--;
        Array.Copy(_leaves, number + 1, _leaves, number, LeafCount - number);
        Array.Copy(_firsts, number + 1, _firsts, number, LeafCount - number);
        _leaves[LeafCount] = null!;
        _firsts[LeafCount] = default!;
        if (4 * LeafCount < _leaves.Length && _leaves.Length > 8)
        {
            Array.Resize(ref _leaves, _leaves.Length / 2);
            Array.Resize(ref _firsts, _firsts.Length / 2);
        }
    }
}

/// <summary>A part of a large sorted map.</summary>
internal sealed class SortedLeaf<TMapKey, TValue>(object owner, bool isTimed)
{
    public const int Capacity = 128;

    public readonly MapEntry<TMapKey, TValue>[] Items = new MapEntry<TMapKey, TValue>[Capacity];
    public readonly long[]? WriteTimes = isTimed ? new long[Capacity] : null;

    /// <summary>Gets the number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets the map that may change the leaf.</summary>
    public object Owner { get; set; } = owner;

    public SortedRun<TMapKey, TValue> Run => new(Items, WriteTimes, 0, Count);

    public void Insert(int index, in MapEntry<TMapKey, TValue> entry, long writtenAt)
    {
        Array.Copy(Items, index, Items, index + 1, Count - index);
        Items[index] = entry;
        if (WriteTimes is not null)
        {
            Array.Copy(WriteTimes, index, WriteTimes, index + 1, Count - index);
            WriteTimes[index] = writtenAt;
        }

        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(Items, index + 1, Items, index, Count - index);
        if (WriteTimes is not null)
            Array.Copy(WriteTimes, index + 1, WriteTimes, index, Count - index);
        Items[Count] = default;
    }

    /// <summary>Moves the entries from an index on to the end of another leaf.</summary>
    public void MoveTo(SortedLeaf<TMapKey, TValue> target, int index)
    {
        var count = Count - index;
        Array.Copy(Items, index, target.Items, target.Count, count);
        if (WriteTimes is not null)
            Array.Copy(WriteTimes, index, target.WriteTimes!, target.Count, count);
        Array.Clear(Items, index, count);
        target.Count += count;
        Count = index;
    }

    public SortedLeaf<TMapKey, TValue> Copy(bool isTimed)
    {
        var copy = new SortedLeaf<TMapKey, TValue>(Owner, isTimed) { Count = Count };
        Array.Copy(Items, copy.Items, Count);
        if (WriteTimes is not null)
            Array.Copy(WriteTimes, copy.WriteTimes!, Count);
        return copy;
    }
}
