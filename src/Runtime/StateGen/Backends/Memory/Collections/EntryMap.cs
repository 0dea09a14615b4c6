using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The entries of one map state under one key: a dense array, searched from end to end while it is small, and through an index by stable hash when it has
/// grown. Removing moves the last entry into the gap, so a walk from the last entry to the first may remove as it goes. Not thread-safe.
/// </summary>
internal sealed class EntryMap<TMapKey, TMapKeyCodec, TValue>(bool isTimed) : IKeyCollection
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    private const int SmallestCapacity = 2;
    private const int MostSearched = 8;

    private MapEntry<TMapKey, TValue>[] _entries = new MapEntry<TMapKey, TValue>[SmallestCapacity];
    private long[]? _writtenAt = isTimed ? new long[SmallestCapacity] : null;
    private EntryIndex? _index;

    /// <summary>The number of entries, expired or not.</summary>
    public int Count { get; private set; }

    public int Capacity => _entries.Length;

    public ref MapEntry<TMapKey, TValue> this[int position] => ref _entries[position];

    /// <summary>When an entry was written; null when entries live for ever.</summary>
    public long? WrittenAt(int position) => _writtenAt?[position];

    /// <summary>Replaces the value of an entry.</summary>
    public void Replace(int position, TValue value, long writtenAt)
    {
        _entries[position].Value = value;
        SetWrittenAt(position, writtenAt);
    }

    /// <summary>The position of a key, or -1.</summary>
    public int Find(in TMapKey key)
    {
        if (_index is not null)
            return FindIndexed(_index, in key);
        for (var position = 0; position < Count; position++)
        {
            if (TMapKeyCodec.Equals(in _entries[position].Key, in key))
                return position;
        }

        return -1;
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(in TMapKey key, TValue value, long writtenAt)
    {
        if (Count == _entries.Length)
            Grow();
        _entries[Count] = new() { Key = key, Value = value };
        SetWrittenAt(Count, writtenAt);
        _index?.Add(Count, Hash(in key));
        Count++;
    }

    public void RemoveAt(int position)
    {
        var last = --Count;
        _index?.RemoveAt(position, last);
        _entries[position] = _entries[last];
        _entries[last] = default;
        if (_writtenAt is not null)
            _writtenAt[position] = _writtenAt[last];
    }

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<MapEntry<TMapKey, TValue>>())
            Array.Clear(_entries, 0, Count);
        _index?.Clear();
        Count = 0;
    }

    private void SetWrittenAt(int position, long writtenAt)
    {
        if (_writtenAt is not null)
            _writtenAt[position] = writtenAt;
    }

    // Codecs hash to 64 well-mixed bits; key groups have used the lower ones of the operator's key, not of this one.
    private static uint Hash(in TMapKey key) => (uint)TMapKeyCodec.Hash(in key);

    private int FindIndexed(EntryIndex index, in TMapKey key)
    {
        var hash = Hash(in key);
        var slot = index.Home(hash);
        int position;
        do
            position = index.Next(ref slot, hash);
        while (position >= 0 && !TMapKeyCodec.Equals(in _entries[position].Key, in key));
        return position;
    }

    private void Grow()
    {
        var capacity = checked(Count * 2);
        Array.Resize(ref _entries, capacity);
        if (_writtenAt is not null)
            Array.Resize(ref _writtenAt, capacity);
        if (capacity > MostSearched)
            BuildIndex(capacity);
    }

    private void BuildIndex(int capacity)
    {
        _index = new(capacity);
        for (var position = 0; position < Count; position++)
            _index.Add(position, Hash(in _entries[position].Key));
    }
}

/// <summary>An entry of a map state.</summary>
internal struct MapEntry<TMapKey, TValue>
{
    public TMapKey Key;
    public TValue Value;
}

/// <summary>
/// Finds positions of a dense array by hash: open addressing with linear probing over "position + 1", 0 for free. The array's owner compares keys. Not
/// thread-safe.
/// </summary>
internal sealed class EntryIndex
{
    private const int SlotsPerEntry = 2;

    private readonly int[] _slots;
    private readonly uint[] _hashes;
    private readonly int _mask;

    /// <summary>Creates an index without entries.</summary>
    /// <param name="capacity">The most entries that it will hold; a power of two.</param>
    public EntryIndex(int capacity)
    {
        _slots = new int[capacity * SlotsPerEntry];
        _hashes = new uint[capacity];
        _mask = _slots.Length - 1;
    }

    /// <summary>The most entries that it can hold.</summary>
    public int Capacity => _hashes.Length;

    /// <summary>The first slot to look at for a hash.</summary>
    public int Home(uint hash) => (int)hash & _mask;

    /// <summary>Walks from a slot to the next entry of a hash.</summary>
    /// <param name="slot">Where to start; moved behind the entry that was found.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>The entry's position, or -1 when there are no more.</returns>
    public int Next(ref int slot, uint hash)
    {
        for (; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            var position = _slots[slot] - 1;
            if (_hashes[position] != hash)
                continue;
            slot = (slot + 1) & _mask;
            return position;
        }

        return -1;
    }

    public void Add(int position, uint hash)
    {
        var slot = Home(hash);
        while (_slots[slot] != 0)
            slot = (slot + 1) & _mask;
        _slots[slot] = position + 1;
        _hashes[position] = hash;
    }

    /// <summary>Removes a position, and gives its number to the entry that stood at another one.</summary>
    public void RemoveAt(int position, int moved)
    {
        Free(SlotOf(position));
        if (moved == position)
            return;
        _slots[SlotOf(moved)] = position + 1;
        _hashes[position] = _hashes[moved];
    }

    public void Clear() => Array.Clear(_slots);

    private int SlotOf(int position)
    {
        var slot = Home(_hashes[position]);
        while (_slots[slot] != position + 1)
            slot = (slot + 1) & _mask;
        return slot;
    }

    private void Free(int gap)
    {
        for (var next = (gap + 1) & _mask; _slots[next] != 0; next = (next + 1) & _mask)
        {
            var home = Home(_hashes[_slots[next] - 1]);
            if (((next - home) & _mask) < ((next - gap) & _mask))
                continue;
            _slots[gap] = _slots[next];
            gap = next;
        }

        _slots[gap] = 0;
    }
}
