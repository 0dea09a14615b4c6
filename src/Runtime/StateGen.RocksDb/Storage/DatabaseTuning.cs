using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>Turns the backend's options into RocksDB's. The block cache is one for all databases of the backend. Thread-safe.</summary>
internal sealed class DatabaseTuning(RocksDbOptions options)
{
    // One wrong answer in a hundred: the size at which RocksDB's own advice stops.
    private const double FilterBitsPerKey = 10;

    private readonly Lazy<BlockCache> _blockCache = new(() => new(options.BlockCacheBytes));

    public int RowCacheEntries => options.RowCacheEntries;

    /// <summary>Creates the options of one database; a database copies them when it opens.</summary>
    public DatabaseOptions CreateOptions()
    {
        using var tables = new BlockTableOptions().CacheBlocksIn(_blockCache.Value).FilterKeys(FilterBitsPerKey);
        return new DatabaseOptions()
            .CreateMissing()
            .WriteBufferBytes(options.WriteBufferBytes)
            .TotalWriteBufferBytes(options.WriteBufferBytes)
            .Tables(tables);
    }
}
