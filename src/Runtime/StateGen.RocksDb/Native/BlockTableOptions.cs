namespace StateGen.RocksDb.Native;

/// <summary>How table files are laid out and cached. Copied by the <see cref="DatabaseOptions"/> that it is given to.</summary>
internal sealed class BlockTableOptions() : NativeHandle(NativeMethods.rocksdb_block_based_options_create)
{
    /// <summary>Caches blocks in <paramref name="cache"/>, index and filter blocks included, so that it bounds them too.</summary>
    public BlockTableOptions CacheBlocksIn(BlockCache cache)
    {
        NativeMethods.rocksdb_block_based_options_set_block_cache(this, cache);
        NativeMethods.rocksdb_block_based_options_set_cache_index_and_filter_blocks(this, 1);
        return this;
    }

    /// <summary>Adds a Bloom filter per table file, which saves reading the file for most keys that it does not have.</summary>
    public BlockTableOptions FilterKeys(double bitsPerKey)
    {
        // The options take ownership of the policy.
        NativeMethods.rocksdb_block_based_options_set_filter_policy(
            this, NativeMethods.rocksdb_filterpolicy_create_bloom_full(bitsPerKey));
        return this;
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_block_based_options_destroy(native);
}
