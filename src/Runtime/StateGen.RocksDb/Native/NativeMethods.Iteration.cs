using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint rocksdb_create_iterator_cf(Database database, ReadOptions options, ColumnFamily family);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_destroy(nint iterator);

    [LibraryImport(Library)]
    internal static partial byte rocksdb_iter_valid(EntryIterator iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_to_first(EntryIterator iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_to_last(EntryIterator iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek(EntryIterator iterator, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_for_prev(EntryIterator iterator, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_next(EntryIterator iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_prev(EntryIterator iterator);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_iter_key(EntryIterator iterator, out nuint length);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_iter_value(EntryIterator iterator, out nuint length);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_get_error(EntryIterator iterator, ref nint error);
}
