using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// A bounded cache of decoded rows: set-associative, the least recently used row of a set leaves first. A key has its place in one set of
/// eight, whose hashes fill one line of the processor's cache, so a lookup costs one or two cache misses and allocates nothing. It also knows keys
/// that have no row. Not thread-safe.
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

    /// <param name="entries">The least number of places, at least 8; rounded up to a power of two.</param>
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

    /// <summary>The row at a place; default when its key has none.</summary>
    public ref TRow Row(int index) => ref _rows[index];

    /// <summary>Whether a place holds a key; any number may be asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(int index, in TKey key, ulong hash) =>
        (uint)index < (uint)_hashes.Length && _hashes[index] == hash && _states[index] != CachedRow.Free && TKeyCodec.Equals(in _keys[index], in key);

    /// <summary>The place of a key, which counts as used now, or -1.</summary>
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

    /// <summary>The place that a key which is not here will get: a free one, or the least recently used of its set.</summary>
    public int FindVictim(ulong hash)
    {
        var first = FirstOfSet(hash);
        var victim = first;
        for (var index = first; index < first + Ways; index++)
        {
            if (_states[index] == CachedRow.Free)
                return index;
            // The difference is right also after the counter of uses has wrapped around.
            if (_now - _lastUses[index] > _now - _lastUses[victim])
                victim = index;
        }

        return victim;
    }

    /// <summary>Puts a key with its row into a place, whatever is there.</summary>
    public void Place(int index, in TKey key, ulong hash, in TRow row, CachedRow state)
    {
        _hashes[index] = hash;
        _keys[index] = key;
        _rows[index] = row;
        _states[index] = state | CachedRow.Occupied;
        _lastUses[index] = ++_now;
    }

    // The low bits of a hash choose the key group, so within a subtask they differ little; the high ones choose the set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstOfSet(ulong hash) => ((int)(hash >> 32) & _setMask) * Ways;
}

/// <summary>What one place of a <see cref="RowCache{TKey, TKeyCodec, TRow}"/> holds.</summary>
[Flags]
internal enum CachedRow : byte
{
    /// <summary>Nothing.</summary>
    Free = 0,

    /// <summary>A key, of which it is known whether it has a row.</summary>
    Occupied = 1,

    /// <summary>The key has a row.</summary>
    Present = 2,

    /// <summary>The database says something else about the key.</summary>
    Changed = 4,
}
