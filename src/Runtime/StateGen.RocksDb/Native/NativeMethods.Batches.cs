using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint rocksdb_writebatch_create();

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_destroy(nint batch);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_clear(WriteBatch batch);

    [LibraryImport(Library)]
    internal static partial int rocksdb_writebatch_count(WriteBatch batch);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_put_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyLength, ReadOnlySpan<byte> value, nuint valueLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_delete_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_writebatch_wi_create(nuint reservedBytes, byte overwriteKeys);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_destroy(nint batch);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_clear(IndexedWriteBatch batch);

    [LibraryImport(Library)]
    internal static partial int rocksdb_writebatch_wi_count(IndexedWriteBatch batch);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_put_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyLength, ReadOnlySpan<byte> value, nuint valueLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_delete_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_set_save_point(IndexedWriteBatch batch);

    [LibraryImport(Library)]
    internal static partial void rocksdb_writebatch_wi_rollback_to_save_point(IndexedWriteBatch batch, ref nint error);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_writebatch_wi_get_from_batch_and_db_cf(
        nint batch,
        nint database,
        nint options,
        nint family,
        ReadOnlySpan<byte> key,
        nuint keyLength,
        out nuint valueLength,
        ref nint error);

    // The returned iterator takes ownership of the base iterator and destroys it.
    [LibraryImport(Library)]
    internal static partial nint rocksdb_writebatch_wi_create_iterator_with_base_cf(
        IndexedWriteBatch batch, nint baseIterator, ColumnFamily family);
}
