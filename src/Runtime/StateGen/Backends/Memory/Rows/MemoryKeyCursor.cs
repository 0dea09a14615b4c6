namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Enumerates the keys of a store in memory, one key group after the other. It holds the keys of one key group. A key that several tables have is taken from
/// the first of them.
/// </summary>
internal sealed class MemoryKeyCursor<TKey>(IKeyTable<TKey>[] tables, int keyGroupCount, bool canExpire) : KeyCursor<TKey>
    where TKey : notnull
{
    private readonly List<HashedKey<TKey>> _keys = [];
    private int _index = -1;
    private int _partition = -1;

    public override TKey Current => _keys[_index].Key;

    public override ulong CurrentHash => _keys[_index].Hash;

    public override bool IsLive => !canExpire || Array.Exists(tables, table => table.IsLive(_keys[_index].Key, _keys[_index].Hash));

    public override bool MoveNext()
    {
        while (++_index >= _keys.Count)
        {
            if (_partition + 1 >= keyGroupCount)
            {
                _index = _keys.Count;
                return false;
            }

            ReadKeyGroup(++_partition);
            _index = -1;
        }

        return true;
    }

    private void ReadKeyGroup(int partition)
    {
        _keys.Clear();
        for (var table = 0; table < tables.Length; table++)
        {
            var first = _keys.Count;
            tables[table].AddKeys(partition, _keys);
            if (table > 0)
                RemoveKnown(first, table);
        }
    }

    private void RemoveKnown(int first, int table)
    {
        var kept = first;
        for (var index = first; index < _keys.Count; index++)
        {
            var key = _keys[index];
            if (!IsIn(tables.AsSpan(0, table), in key))
                _keys[kept++] = key;
        }

        _keys.RemoveRange(kept, _keys.Count - kept);
    }

    private static bool IsIn(ReadOnlySpan<IKeyTable<TKey>> tables, in HashedKey<TKey> key)
    {
        foreach (var table in tables)
        {
            if (table.Contains(in key.Key, key.Hash))
                return true;
        }

        return false;
    }
}

/// <summary>A key and its stable hash.</summary>
internal readonly struct HashedKey<TKey>(TKey key, ulong hash)
{
    public readonly TKey Key = key;
    public readonly ulong Hash = hash;
}

/// <summary>A table with an entry for each key, partitioned by key group, independently of the entries.</summary>
internal interface IKeyTable<TKey>
{
    /// <summary>Adds the keys of a partition that have state, which may have expired.</summary>
    void AddKeys(int partition, List<HashedKey<TKey>> keys);

    /// <summary>Determines whether a key has state, which may have expired.</summary>
    bool Contains(in TKey key, ulong hash);

    /// <summary>Determines whether the current key has state that has not expired.</summary>
    bool IsLive(in TKey key, ulong hash);
}
