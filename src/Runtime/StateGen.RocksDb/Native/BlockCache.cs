namespace StateGen.RocksDb.Native;

/// <summary>
/// A least-recently-used cache of uncompressed blocks, which several databases may share so that one budget bounds them all.
/// Databases count their own references, so it may be disposed while they use it. Thread-safe.
/// </summary>
internal sealed class BlockCache(long capacityBytes)
    : NativeHandle(() => NativeMethods.rocksdb_cache_create_lru(checked((nuint)capacityBytes)))
{
    public long UsageBytes => checked((long)NativeMethods.rocksdb_cache_get_usage(this));

    protected override void Destroy(nint native) => NativeMethods.rocksdb_cache_destroy(native);
}
