namespace StateGen.RocksDb.Native;

/// <summary>A sequence of writes that are applied to a database together, in order. Used by one thread at a time.</summary>
internal sealed class WriteBatch() : NativeHandle(NativeMethods.rocksdb_writebatch_create)
{
    public int Count => NativeMethods.rocksdb_writebatch_count(this);

    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        NativeMethods.rocksdb_writebatch_put_cf(Pointer, family.Pointer, key, (nuint)key.Length, value, (nuint)value.Length);
        GC.KeepAlive(family);
        GC.KeepAlive(this);
    }

    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_writebatch_delete_cf(Pointer, family.Pointer, key, (nuint)key.Length);
        GC.KeepAlive(family);
        GC.KeepAlive(this);
    }

    public void Clear() => NativeMethods.rocksdb_writebatch_clear(this);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writebatch_destroy(native);
}

/// <summary>
/// A set of writes that are applied to a database together. Before that they can already be read, merged with the content of the database. Only the last
/// write to a key is kept. Used by one thread at a time.
/// </summary>
internal sealed class IndexedWriteBatch() : NativeHandle(() => NativeMethods.rocksdb_writebatch_wi_create(0, overwriteKeys: 1))
{
    public int Count => NativeMethods.rocksdb_writebatch_wi_count(this);

    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        NativeMethods.rocksdb_writebatch_wi_put_cf(Pointer, family.Pointer, key, (nuint)key.Length, value, (nuint)value.Length);
        GC.KeepAlive(family);
        GC.KeepAlive(this);
    }

    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_writebatch_wi_delete_cf(Pointer, family.Pointer, key, (nuint)key.Length);
        GC.KeepAlive(family);
        GC.KeepAlive(this);
    }

    /// <summary>Sets a save point for <see cref="RollbackToSavePoint"/>. Save points can be nested.</summary>
    public void SetSavePoint() => NativeMethods.rocksdb_writebatch_wi_set_save_point(this);

    /// <summary>Drops the writes since the latest save point, and the save point. O(writes in the batch).</summary>
    /// <exception cref="InvalidOperationException">There is no save point.</exception>
    public void RollbackToSavePoint()
    {
        nint error = 0;
        NativeMethods.rocksdb_writebatch_wi_rollback_to_save_point(this, ref error);
        if (error != 0)
            throw new InvalidOperationException($"The write batch cannot be rolled back: {NativeError.TakeText(error)}");
    }

    /// <summary>Drops all writes and save points.</summary>
    public void Clear() => NativeMethods.rocksdb_writebatch_wi_clear(this);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writebatch_wi_destroy(native);
}
