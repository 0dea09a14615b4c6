using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <content>Enumerates the keys whose collections are not empty.</content>
internal abstract partial class KeyCollections<TKey, TKeyCodec, THead> : IKeyTable<TKey>
{
    /// <summary>
    /// Gets or sets the function that determines whether the collection of the current key has an entry that has not expired; null if entries do not expire.
    /// </summary>
    public Func<bool>? HasLiveEntry { get; set; }

    public void AddKeys(int partition, List<HashedKey<TKey>> keys)
    {
        ref var group = ref _table.Partition(partition);
        for (var index = 0; index < group.Capacity; index++)
        {
            if (!group.IsOccupied(index))
                continue;
            ref var slot = ref group.Slot(index);
            if (CountOf(in slot.Value) > 0)
                keys.Add(new(slot.Key, TKeyCodec.Hash(in slot.Key)));
        }
    }

    public bool Contains(in TKey key, ulong hash)
    {
        ref var partition = ref _table.PartitionOf(hash);
        var index = partition.Find(in key, hash);
        return index >= 0 && CountOf(in partition.Slot(index).Value) > 0;
    }

    public bool IsLive(in TKey key, ulong hash) => Contains(in key, hash) && HasLiveEntry?.Invoke() != false;
}
