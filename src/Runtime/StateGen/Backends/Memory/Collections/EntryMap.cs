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

    public void SetWrittenAt(int position, long writtenAt)
    {
        if (_writtenAt is not null)
            _writtenAt[position] = writtenAt;
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
