namespace StateGen.RocksDb.Native;

/// <summary>How entries are written: without the write-ahead log, for durability is the checkpoint's. Immutable, thread-safe.</summary>
internal sealed class WriteOptions : NativeHandle
{
    public WriteOptions()
        : base(NativeMethods.rocksdb_writeoptions_create) =>
        NativeMethods.rocksdb_writeoptions_disable_WAL(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writeoptions_destroy(native);
}
