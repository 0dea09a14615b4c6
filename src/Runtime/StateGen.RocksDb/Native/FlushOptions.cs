namespace StateGen.RocksDb.Native;

/// <summary>A flush that returns when the write buffer is in a file. Immutable, thread-safe.</summary>
internal sealed class FlushOptions : NativeHandle
{
    public FlushOptions()
        : base(NativeMethods.rocksdb_flushoptions_create) =>
        NativeMethods.rocksdb_flushoptions_set_wait(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_flushoptions_destroy(native);
}
