using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <content>Finding the head of the current key, and the prefetch of the next ones.</content>
internal abstract partial class KeyCollections<TKey, TKeyCodec, THead>
{
    // The epochs of CurrentKey start at 0.
    private const long NoEpoch = -1;

    private const int MostPrefetched = 64;

    // A power of 2. Two groups of records are prefetched before the first of them is processed.
    private const int LookupCount = 4 * PrefetchGroup.Length;

    // Where a prefetch found the heads of keys, by the low bits of the positions of their records. These are hints: each is verified.
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
            Locate();
        return ref Found();
    }

    /// <summary>
    /// Prefetches the collections of the keys of the next records, if most records use them: first every tag, then the slots that the tags name, then what the
    /// heads in the slots refer to, so that each pass waits for memory only once.
    /// </summary>
    public void Prefetch(ReadOnlySpan<ulong> hashes, int position)
    {
        var isUsed = 2 * _lookUps >= _prefetched;
        (_lookUps, _prefetched) = (0, hashes.Length);
        if (isUsed)
            PrefetchAll(hashes, position);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrefetchAll(ReadOnlySpan<ulong> hashes, int position)
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
            ref var lookup = ref LookupOf(position + i);
            lookup.Partition = partition;
            lookup.Index = index;
        }

        PrefetchContents(found);
    }

    /// <summary>Gets the head that a prefetch found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref THead HeadOf(in RowLookup found) => ref _table.Partition(found.Partition).Slot(found.Index).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref RowLookup LookupOf(int position) => ref _lookups[position & (LookupCount - 1)];

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Locate()
    {
        _lookUps++;
        var (currentKey, table) = (_currentKey, _table);
        ref readonly var lookup = ref LookupOf(currentKey.Position);
        var (partition, index) = (lookup.Partition, lookup.Index);
        if (!table.Partition(partition).Holds(index, in currentKey.Value))
        {
            partition = table.IndexOf(currentKey.Hash);
            index = table.Partition(partition).Find(in currentKey.Value, currentKey.Hash);
        }

        _foundPartition = partition;
        _foundIndex = index;
        _foundVersion = table.Version;
        _foundEpoch = currentKey.Epoch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref THead Found() =>
        ref (_foundIndex >= 0 ? ref _table.Partition(_foundPartition).Slot(_foundIndex).Value : ref Unsafe.NullRef<THead>());
}
