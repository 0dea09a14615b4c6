namespace StateGen.RocksDb.Native;

/// <summary>Writes that enter a database together, in order. For one thread at a time.</summary>
internal sealed class WriteBatch() : NativeHandle(NativeMethods.rocksdb_writebatch_create)
{
    public int Count => NativeMethods.rocksdb_writebatch_count(this);

    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        NativeMethods.rocksdb_writebatch_put_cf(this, family, key, (nuint)key.Length, value, (nuint)value.Length);

    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key) =>
        NativeMethods.rocksdb_writebatch_delete_cf(this, family, key, (nuint)key.Length);

    public void Clear() => NativeMethods.rocksdb_writebatch_clear(this);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writebatch_destroy(native);
}
