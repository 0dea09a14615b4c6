namespace StateGen.RocksDb.Tables;

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
