using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <content>Finding the head of the current key, and the prefetch of the next ones.</content>
internal abstract partial class KeyCollections<TKey, TKeyCodec, THead>
{
    // The tags of so many slots stay in the processor's cache of the second level, so prefetching them is not worth a pass.
    private const int MostCachedTags = 1 << 15;

    // The epochs of CurrentKey start at 0.
    private const long NoEpoch = -1;

    // A power of 2. Two groups of records are prefetched before the first of them is processed.
    private const int LookupCount = 4 * PrefetchGroup.Length;

    // Where a prefetch found the heads of keys, by the low bits of the positions of their records. These are hints: each is verified.
    private readonly HeadLookup[] _lookups = new HeadLookup[LookupCount];

    // Where the head of a key was found: the key of an epoch of the current key, in a version of the table.
    private long _foundEpoch = NoEpoch;
    private int _foundVersion;
    private int _foundPartition;
    private int _foundIndex;
    private nint _foundAddress;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrefetchAll(ReadOnlySpan<ulong> hashes, int position)
    {
        var (table, version) = (_table, _table.Version);
        if (table.SlotCount > MostCachedTags)
        {
            foreach (var hash in hashes)
                table.PartitionOf(hash).PrefetchTags(hash);
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            var number = table.IndexOf(hashes[i]);
            ref var partition = ref table.Partition(number);
            var index = partition.FindTag(hashes[i]);
            ref var lookup = ref LookupOf(position + i);
            lookup.Partition = number;
            lookup.Index = index;
            lookup.Version = version;
            lookup.Address = index < 0 ? 0 : partition.AddressOf(index);
        }

        PrefetchSlots(position, position + hashes.Length);
        PrefetchContents(position, position + hashes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void PrefetchSlots(int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            ref readonly var lookup = ref LookupOf(position);
            if (lookup.Index < 0)
                continue;
            if (PartitionArrays<TKey, THead>.CanAlign)
                Rows.Prefetch.Read((void*)lookup.Address);
            else
                _table.Partition(lookup.Partition).PrefetchSlot(lookup.Index);
        }
    }

    /// <summary>Gets the head that the prefetch has found for a record; a null reference if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref THead Prefetched(int position)
    {
        ref readonly var lookup = ref LookupOf(position);
        return ref lookup.Index < 0 ? ref Unsafe.NullRef<THead>() : ref SlotOf(in lookup).Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref HeadLookup LookupOf(int position) => ref _lookups[position & (LookupCount - 1)];

    // Of a look-up in the present version of the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe ref KeyGroupSlot<TKey, THead> SlotOf(in HeadLookup lookup)
    {
        if (PartitionArrays<TKey, THead>.ArePinned)
            return ref Unsafe.AsRef<KeyGroupSlot<TKey, THead>>((void*)lookup.Address);
        return ref _table.Partition(lookup.Partition).Slot(lookup.Index);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Locate()
    {
        _lookUps++;
        ref readonly var lookup = ref LookupOf(_currentKey.Position);
        if (lookup.Version == _table.Version && lookup.Index >= 0 && TKeyCodec.Equals(in SlotOf(in lookup).Key, in _currentKey.Value))
            SetFound(lookup.Partition, lookup.Index, lookup.Address);
        else
            LocateOutdated();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void LocateOutdated()
    {
        ref readonly var lookup = ref LookupOf(_currentKey.Position);
        var (number, index) = (lookup.Partition, lookup.Index);
        if (!_table.Partition(number).Holds(index, in _currentKey.Value))
        {
            number = _table.IndexOf(_currentKey.Hash);
            index = _table.Partition(number).Find(in _currentKey.Value, _currentKey.Hash);
        }

        SetFound(number, index, index < 0 ? 0 : _table.Partition(number).AddressOf(index));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetFound(int partition, int index, nint address)
    {
        _foundPartition = partition;
        _foundIndex = index;
        _foundAddress = address;
        _foundVersion = _table.Version;
        _foundEpoch = _currentKey.Epoch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe ref THead Found()
    {
        if (_foundIndex < 0)
            return ref Unsafe.NullRef<THead>();
        if (PartitionArrays<TKey, THead>.ArePinned)
            return ref Unsafe.AsRef<KeyGroupSlot<TKey, THead>>((void*)_foundAddress).Value;
        return ref _table.Partition(_foundPartition).Slot(_foundIndex).Value;
    }
}

/// <summary>The place where a prefetch found the head of a key.</summary>
internal struct HeadLookup
{
    /// <summary>The address of the slot, if it is pinned.</summary>
    public nint Address;

    /// <summary>The version of the table. In another one, the slot may have moved.</summary>
    public int Version;

    public int Partition;
    public int Index;
}
