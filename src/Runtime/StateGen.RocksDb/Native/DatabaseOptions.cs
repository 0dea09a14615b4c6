namespace StateGen.RocksDb.Native;

/// <summary>
/// The options of a database and of its column families. A database copies them when it opens, so they may be disposed
/// before it. One thread sets them up; then they may be shared.
/// </summary>
internal sealed class DatabaseOptions() : NativeHandle(Create)
{
    // Data that is not in a checkpoint is temporary, so closing does not write it. The C API has no setter for this option.
    private const string Basics = "avoid_flush_during_shutdown=true;info_log_level=WARN_LEVEL";

    public DatabaseOptions CreateMissing()
    {
        NativeMethods.rocksdb_options_set_create_if_missing(this, 1);
        NativeMethods.rocksdb_options_set_create_missing_column_families(this, 1);
        return this;
    }

    /// <summary>Sets the size at which the write buffer of one column family is written to a file.</summary>
    public DatabaseOptions WriteBufferBytes(long bytes)
    {
        NativeMethods.rocksdb_options_set_write_buffer_size(this, checked((nuint)bytes));
        return this;
    }

    /// <summary>Sets the limit for the write buffers of all column families together.</summary>
    public DatabaseOptions TotalWriteBufferBytes(long bytes)
    {
        NativeMethods.rocksdb_options_set_db_write_buffer_size(this, checked((nuint)bytes));
        return this;
    }

    /// <summary>Passes changes of the condition of writes to <paramref name="observer"/> as long as a database with these options is open.</summary>
    public DatabaseOptions ObserveWrites(IWriteConditionObserver observer)
    {
        WriteConditionListener.AddTo(this, observer);
        return this;
    }

    /// <summary>Lets compactions ask a filter. The database that is opened with the options must hold it.</summary>
    public DatabaseOptions FilterCompactions(CompactionFilter filter)
    {
        NativeMethods.rocksdb_options_set_compaction_filter(this, filter);
        return this;
    }

    /// <summary>Sets the age at which a file is compacted, also if nothing is written.</summary>
    public DatabaseOptions CompactPeriodically(long seconds)
    {
        NativeMethods.rocksdb_options_set_periodic_compaction_seconds(this, checked((ulong)seconds));
        return this;
    }

    public DatabaseOptions Tables(BlockTableOptions tableOptions)
    {
        NativeMethods.rocksdb_options_set_block_based_table_factory(this, tableOptions);
        return this;
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_options_destroy(native);

    private static nint Create()
    {
        var defaults = NativeMethods.rocksdb_options_create();
        var options = NativeMethods.rocksdb_options_create();
        nint error = 0;
        NativeMethods.rocksdb_get_options_from_string(defaults, Basics, options, ref error);
        NativeMethods.rocksdb_options_destroy(defaults);
        NativeError.ThrowIfSet(error, "configure", "");
        return options;
    }
}

/// <summary>The options for the layout and caching of table files. <see cref="DatabaseOptions.Tables"/> copies them.</summary>
internal sealed class BlockTableOptions() : NativeHandle(NativeMethods.rocksdb_block_based_options_create)
{
    /// <summary>
    /// Caches blocks in <paramref name="cache"/>, including index and filter blocks, so that its capacity limits them too. Those of the latest files, which
    /// every read visits, stay in it.
    /// </summary>
    public BlockTableOptions CacheBlocksIn(BlockCache cache)
    {
        NativeMethods.rocksdb_block_based_options_set_block_cache(this, cache);
        NativeMethods.rocksdb_block_based_options_set_cache_index_and_filter_blocks(this, 1);
        NativeMethods.rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(this, 1);
        return this;
    }

    /// <summary>Adds a Bloom filter to each table file, which avoids reading the file for most keys that it does not contain.</summary>
    public BlockTableOptions FilterKeys(double bitsPerKey)
    {
        // The options take ownership of the policy.
        NativeMethods.rocksdb_block_based_options_set_filter_policy(
            this, NativeMethods.rocksdb_filterpolicy_create_bloom_full(bitsPerKey));
        return this;
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_block_based_options_destroy(native);
}

/// <summary>
/// A least-recently-used cache of uncompressed blocks. Several databases may share it, so that one limit applies to all of them.
/// Databases hold their own references, so it may be disposed while they use it. Thread-safe.
/// </summary>
internal sealed class BlockCache(long capacityBytes)
    : NativeHandle(() => NativeMethods.rocksdb_cache_create_lru(checked((nuint)capacityBytes)))
{
    public long UsageBytes => checked((long)NativeMethods.rocksdb_cache_get_usage(this));

    protected override void Destroy(nint native) => NativeMethods.rocksdb_cache_destroy(native);
}
