using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint rocksdb_options_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_create_if_missing(DatabaseOptions options, byte value);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_create_missing_column_families(DatabaseOptions options, byte value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void rocksdb_get_options_from_string(nint baseOptions, string text, nint options, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_write_buffer_size(DatabaseOptions options, nuint bytes);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_db_write_buffer_size(DatabaseOptions options, nuint bytes);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_block_based_table_factory(DatabaseOptions options, BlockTableOptions tableOptions);

    // The options do not take ownership of the filter.
    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_compaction_filter(DatabaseOptions options, CompactionFilter filter);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_set_periodic_compaction_seconds(DatabaseOptions options, ulong seconds);

    [LibraryImport(Library)]
    internal static unsafe partial nint rocksdb_compactionfilter_create(
        nint state,
        delegate* unmanaged[Cdecl]<nint, void> destructor,
        delegate* unmanaged[Cdecl]<nint, int, byte*, nuint, byte*, nuint, byte**, nuint*, byte*, byte> filter,
        delegate* unmanaged[Cdecl]<nint, nint> name);

    [LibraryImport(Library)]
    internal static partial void rocksdb_compactionfilter_destroy(nint filter);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_block_based_options_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_block_based_options_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial void rocksdb_block_based_options_set_block_cache(BlockTableOptions options, BlockCache cache);

    [LibraryImport(Library)]
    internal static partial void rocksdb_block_based_options_set_cache_index_and_filter_blocks(BlockTableOptions options, byte value);

    [LibraryImport(Library)]
    internal static partial void rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(BlockTableOptions options, byte value);

    [LibraryImport(Library)]
    internal static partial void rocksdb_block_based_options_set_filter_policy(BlockTableOptions options, nint policy);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_filterpolicy_create_bloom_full(double bitsPerKey);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_cache_create_lru(nuint capacity);

    [LibraryImport(Library)]
    internal static partial nuint rocksdb_cache_get_usage(BlockCache cache);

    [LibraryImport(Library)]
    internal static partial void rocksdb_cache_destroy(nint cache);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_readoptions_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_readoptions_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial void rocksdb_readoptions_set_fill_cache(nint options, byte value);

    [LibraryImport(Library)]
    internal static partial void rocksdb_readoptions_set_iterate_upper_bound(nint options, nint key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_readoptions_set_iterate_lower_bound(nint options, nint key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_writeoptions_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_writeoptions_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writeoptions_disable_WAL(WriteOptions options, int disable);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_flushoptions_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_flushoptions_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial void rocksdb_flushoptions_set_wait(FlushOptions options, byte wait);
}
