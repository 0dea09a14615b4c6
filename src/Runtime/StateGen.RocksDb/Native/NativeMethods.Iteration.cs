using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

// The functions that read the position of an iterator return fields of it. They cannot block or call back, so the collector does not have to know of them.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint rocksdb_create_iterator_cf(Database database, ReadOptions options, ColumnFamily family);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_destroy(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial byte rocksdb_iter_valid(nint iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_to_first(nint iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_to_last(nint iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek(nint iterator, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_seek_for_prev(nint iterator, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_next(nint iterator);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_prev(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint rocksdb_iter_key(nint iterator, out nuint length);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint rocksdb_iter_value(nint iterator, out nuint length);

    [LibraryImport(Library)]
    internal static partial void rocksdb_iter_get_error(nint iterator, ref nint error);
}
