namespace StateGen.RocksDb.Native;

/// <summary>
/// The options of a database and of its column families. A database copies them when it opens, so they may be disposed
/// before it. Set up on one thread, then shared.
/// </summary>
internal sealed class DatabaseOptions() : NativeHandle(Create)
{
    // What was not checkpointed is scratch, so closing does not write it out. The C API has no setter for this option.
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

    /// <summary>Bounds the write buffers of all column families together.</summary>
    public DatabaseOptions TotalWriteBufferBytes(long bytes)
    {
        NativeMethods.rocksdb_options_set_db_write_buffer_size(this, checked((nuint)bytes));
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
