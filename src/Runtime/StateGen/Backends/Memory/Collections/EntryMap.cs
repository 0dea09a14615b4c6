using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The entries of one map state for one key, in a dense array. A small array is searched linearly, a larger one through an index by stable hash.
/// Removing an entry moves the last entry into the gap, so entries can be removed during an enumeration from the last entry to the first. Not thread-safe.
/// </summary>
internal sealed class EntryMap<TMapKey, TMapKeyCodec, TValue>(bool isTimed) : IKeyCollection
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    private const int SmallestCapacity = 2;
    private const int MostSearched = 8;

    private MapEntry<TMapKey, TValue>[] _entries = new MapEntry<TMapKey, TValue>[SmallestCapacity];
    private long[]? _writtenAt = isTimed ? new long[SmallestCapacity] : null;
    private EntryIndex? _index;

    /// <summary>Gets the number of entries, including expired ones.</summary>
    public int Count { get; private set; }

    public int Capacity => _entries.Length;

    public ref MapEntry<TMapKey, TValue> this[int position] => ref _entries[position];

    /// <summary>Gets the last-write timestamp of an entry; null if entries do not expire.</summary>
    public long? WrittenAt(int position) => _writtenAt?[position];

    /// <summary>Replaces the value of an entry.</summary>
    public void Replace(int position, TValue value, long writtenAt)
    {
        _entries[position].Value = value;
        SetWrittenAt(position, writtenAt);
    }

    /// <summary>Finds the position of a key; -1 if it has no entry.</summary>
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

    /// <summary>Adds an entry for a key that has none.</summary>
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

    // Codecs hash to 64 well-mixed bits. The key group depends on the hash of the operator's key, not on this one, so all bits are usable here.
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
/// An index from hashes to positions of a dense array. It uses open addressing with linear probing. A slot holds position + 1, or 0 if it is free. The owner
/// of the array compares keys. Not thread-safe.
/// </summary>
internal sealed class EntryIndex
{
    private const int SlotsPerEntry = 2;

    private readonly int[] _slots;
    private readonly uint[] _hashes;
    private readonly int _mask;

    /// <summary>Creates an index without entries.</summary>
    /// <param name="capacity">The maximum number of entries; a power of two.</param>
    public EntryIndex(int capacity)
    {
        _slots = new int[capacity * SlotsPerEntry];
        _hashes = new uint[capacity];
        _mask = _slots.Length - 1;
    }

    /// <summary>Gets the maximum number of entries.</summary>
    public int Capacity => _hashes.Length;

    /// <summary>Gets the first slot to probe for a hash.</summary>
    public int Home(uint hash) => (int)hash & _mask;

    /// <summary>Finds the next entry with a hash.</summary>
    /// <param name="slot">The slot to start at; on return, the slot after the entry that was found.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>The position of the entry, or -1 if there are no more.</returns>
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

    /// <summary>Removes the entry of a position and moves the entry of another position there.</summary>
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
