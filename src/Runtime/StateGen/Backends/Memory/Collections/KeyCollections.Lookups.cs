using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <content>Finding the head of the current key, and the prefetch of the next ones.</content>
internal abstract partial class KeyCollections<TKey, TKeyCodec, THead>
{
    // The epochs of CurrentKey start at 0.
    private const long NoEpoch = -1;

    private const int MostPrefetched = 64;

    // A power of 2, so much larger than what is prefetched at a time that few look-ups overwrite others.
    private const int LookupCount = 256;
    private const int LookupShift = 16; // Lower bits of a hash determine the key group, and higher ones the slot.

    // Where a prefetch found the heads of keys, by bits of their hashes. These are hints: each is verified.
    private readonly RowLookup[] _lookups = new RowLookup[LookupCount];

    // Where the head of a key was found: the key of an epoch of the current key, in a version of the table.
    private long _foundEpoch = NoEpoch;
    private int _foundVersion;
    private int _foundPartition;
    private int _foundIndex;

    // The keys that were looked up since the last prefetch. A record need not use every state.
    private int _lookUps;
    private int _prefetched;

    /// <summary>Finds the head of the current key's collection; a null reference if there is none. The reference is valid until the table changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref THead Find()
    {
        if (_foundEpoch != _currentKey.Epoch || _foundVersion != _table.Version)
            Locate(in _currentKey.Value, _currentKey.Hash, _currentKey.Epoch);
        return ref Found();
    }

    /// <summary>
    /// Prefetches the collections of the keys of the next records, if most records use them: first every tag, then the slots that the tags name, then what the
    /// heads in the slots refer to, so that each pass waits for memory only once.
    /// </summary>
    public void Prefetch(ReadOnlySpan<ulong> hashes)
    {
        var isUsed = 2 * _lookUps >= _prefetched;
        (_lookUps, _prefetched) = (0, hashes.Length);
        if (isUsed)
            PrefetchAll(hashes);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrefetchAll(ReadOnlySpan<ulong> hashes)
    {
        Span<RowLookup> found = stackalloc RowLookup[MostPrefetched];
        found = found[..Math.Min(hashes.Length, MostPrefetched)];
        for (var i = 0; i < found.Length; i++)
        {
            found[i].Partition = _table.IndexOf(hashes[i]);
            _table.Partition(found[i].Partition).PrefetchTags(hashes[i]);
        }

        for (var i = 0; i < found.Length; i++)
        {
            // Field by field: a processor cannot forward two narrow stores to a wider load.
            var partition = found[i].Partition;
            var index = _table.Partition(partition).PrefetchSlot(hashes[i]);
            found[i].Index = index;
            ref var lookup = ref LookupOf(hashes[i]);
            lookup.Partition = partition;
            lookup.Index = index;
        }

        PrefetchContents(found);
    }

    /// <summary>Gets the head that a prefetch found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref THead HeadOf(in RowLookup found) => ref _table.Partition(found.Partition).Slot(found.Index).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref RowLookup LookupOf(ulong hash) => ref _lookups[(int)(hash >> LookupShift) & (LookupCount - 1)];

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Locate(in TKey key, ulong hash, long epoch)
    {
        _lookUps++;
        var lookup = LookupOf(hash);
        if (!_table.Partition(lookup.Partition).Holds(lookup.Index, in key))
        {
            lookup.Partition = _table.IndexOf(hash);
            lookup.Index = _table.Partition(lookup.Partition).Find(in key, hash);
        }

        _foundPartition = lookup.Partition;
        _foundIndex = lookup.Index;
        _foundVersion = _table.Version;
        _foundEpoch = epoch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref THead Found() =>
        ref (_foundIndex >= 0 ? ref _table.Partition(_foundPartition).Slot(_foundIndex).Value : ref Unsafe.NullRef<THead>());
}
