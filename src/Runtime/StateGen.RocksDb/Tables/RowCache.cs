using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// A bounded, set-associative cache of decoded rows. Each key belongs to one set of eight entries, and the least recently used entry of a set is evicted first.
/// The hashes of a set fill one cache line of the processor, so a lookup costs one or two cache misses and allocates nothing. The cache also
/// contains keys without a row. Not thread-safe.
/// </summary>
internal sealed class RowCache<TKey, TKeyCodec, TRow>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TRow : struct
{
    private const int Ways = 8;

    private readonly ulong[] _hashes;
    private readonly uint[] _lastUses;
    private readonly CachedRow[] _states;
    private readonly TKey[] _keys;
    private readonly TRow[] _rows;
    private readonly int _setMask;
    private uint _now;

    /// <param name="entries">The minimum number of entries, at least 8; rounded up to a power of two.</param>
    public RowCache(int entries)
    {
        var capacity = checked((int)BitOperations.RoundUpToPowerOf2((uint)entries));
        _hashes = new ulong[capacity];
        _lastUses = new uint[capacity];
        _states = new CachedRow[capacity];
        _keys = new TKey[capacity];
        _rows = new TRow[capacity];
        _setMask = (capacity / Ways) - 1;
    }

    public int Capacity => _states.Length;

    public ref CachedRow State(int index) => ref _states[index];

    public ref readonly TKey Key(int index) => ref _keys[index];

    public ulong Hash(int index) => _hashes[index];

    /// <summary>Gets the row of an entry; the default if its key has no row.</summary>
    public ref TRow Row(int index) => ref _rows[index];

    /// <summary>Determines whether an entry holds a key. The index may be out of range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(int index, in TKey key, ulong hash) =>
        (uint)index < (uint)_hashes.Length && _hashes[index] == hash && _states[index] != CachedRow.Free && TKeyCodec.Equals(in _keys[index], in key);

    /// <summary>Finds the entry of a key and marks it as used; -1 if there is none.</summary>
    public int Find(in TKey key, ulong hash)
    {
        var first = FirstOfSet(hash);
        for (var index = first; index < first + Ways; index++)
        {
            if (!Holds(index, in key, hash))
                continue;
            _lastUses[index] = ++_now;
            return index;
        }

        return -1;
    }

    /// <summary>Finds the entry to use for a key that is not in the cache: a free entry, or the least recently used one of its set.</summary>
    public int FindVictim(ulong hash)
    {
        var first = FirstOfSet(hash);
        var victim = first;
        for (var index = first; index < first + Ways; index++)
        {
            if (_states[index] == CachedRow.Free)
                return index;
            // The difference is correct even after the use counter has wrapped around.
            if (_now - _lastUses[index] > _now - _lastUses[victim])
                victim = index;
        }

        return victim;
    }

    /// <summary>Replaces an entry with a key and its row.</summary>
    public void Place(int index, in TKey key, ulong hash, in TRow row, CachedRow state)
    {
        _hashes[index] = hash;
        _keys[index] = key;
        _rows[index] = row;
        _states[index] = state | CachedRow.Occupied;
        _lastUses[index] = ++_now;
    }

    // The low bits of a hash determine the key group, so they vary little within a subtask. The high bits determine the set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstOfSet(ulong hash) => ((int)(hash >> 32) & _setMask) * Ways;
}

/// <summary>Specifies the content of an entry of a <see cref="RowCache{TKey, TKeyCodec, TRow}"/>.</summary>
[Flags]
internal enum CachedRow : byte
{
    /// <summary>The entry is free.</summary>
    Free = 0,

    /// <summary>The entry holds a key, with or without a row.</summary>
    Occupied = 1,

    /// <summary>The key has a row.</summary>
    Present = 2,

    /// <summary>The entry differs from the database.</summary>
    Changed = 4,
}
