using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace StateGen.RocksDb.Native;

/// <summary>
/// The functions of RocksDB's C API (<c>rocksdb/c.h</c>, version 11.12) that StateGen calls, under their C names.
/// Every function here is also in <see cref="RequiredFunctions"/>. Errors follow <see cref="NativeError"/>; flags are bytes.
/// Every call uses a handle, and no handle can be created before the library is loaded. Functions of every record take native addresses
/// (<see cref="NativeHandle.Pointer"/>); the others take handles, which are held during the call.
/// </summary>
internal static partial class NativeMethods
{
    internal const string Library = "rocksdb";

    [LibraryImport(Library)]
    internal static partial void rocksdb_free(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rocksdb_open_column_families(
        DatabaseOptions options, string path, int count, string[] names, ReadOnlySpan<nint> familyOptions, Span<nint> families, ref nint error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rocksdb_list_column_families(DatabaseOptions options, string path, out nuint count, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_list_column_families_destroy(nint names, nuint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rocksdb_create_column_family(Database database, DatabaseOptions options, string name, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_drop_column_family(Database database, ColumnFamily family, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_column_family_handle_destroy(nint family);

    [LibraryImport(Library)]
    internal static partial void rocksdb_cancel_all_background_work(Database database, byte wait);

    [LibraryImport(Library)]
    internal static partial void rocksdb_close(nint database);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rocksdb_property_value(Database database, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rocksdb_property_int(Database database, string name, out ulong value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rocksdb_property_int_cf(Database database, ColumnFamily family, string name, out ulong value);

    /// <returns>1 if the value was copied; 0 if there is none or the buffer is too short for it.</returns>
    [LibraryImport(Library)]
    internal static partial byte rocksdb_get_into_buffer_cf(
        nint database,
        nint options,
        nint family,
        ReadOnlySpan<byte> key,
        nuint keyLength,
        Span<byte> buffer,
        nuint bufferLength,
        out nuint valueLength,
        out byte found,
        ref nint error);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_get_pinned_cf(
        nint database, nint options, nint family, ReadOnlySpan<byte> key, nuint keyLength, ref nint error);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_pinnableslice_value(nint slice, out nuint length);

    [LibraryImport(Library)]
    internal static partial void rocksdb_pinnableslice_destroy(nint slice);

    [LibraryImport(Library)]
    internal static partial void rocksdb_put_cf(
        nint database,
        nint options,
        nint family,
        ReadOnlySpan<byte> key,
        nuint keyLength,
        ReadOnlySpan<byte> value,
        nuint valueLength,
        ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_delete_cf(
        nint database, nint options, nint family, ReadOnlySpan<byte> key, nuint keyLength, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_write(nint database, nint options, nint batch, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_write_writebatch_wi(nint database, nint options, nint batch, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_flush_cf(Database database, FlushOptions options, ColumnFamily family, ref nint error);

    [LibraryImport(Library)]
    internal static partial nint rocksdb_checkpoint_object_create(Database database, ref nint error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void rocksdb_checkpoint_create(
        DatabaseCheckpoint checkpoint, string directory, ulong logSizeForFlush, ref nint error);

    [LibraryImport(Library)]
    internal static partial void rocksdb_checkpoint_object_destroy(nint checkpoint);
}
