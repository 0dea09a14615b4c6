using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// Implements the error convention of the C API: on failure a function sets its last argument to an allocated,
/// null-terminated UTF-8 text that the caller frees. On success it leaves the argument null.
/// </summary>
internal static class NativeError
{
    /// <summary>Throws a <see cref="RocksDbException"/> with the text of <paramref name="error"/>, which is freed, unless it is null.</summary>
    public static void ThrowIfSet(nint error, string operation, string path)
    {
        if (error != 0)
            throw new RocksDbException(operation, path, TakeText(error));
    }

    /// <summary>Reads the text of <paramref name="error"/> and frees it.</summary>
    public static string TakeText(nint error)
    {
        try
        {
            return Marshal.PtrToStringUTF8(error)!;
        }
        finally
        {
            NativeMethods.rocksdb_free(error);
        }
    }
}

/// <summary>
/// The result of a read: a value in native memory, or nothing. Dispose exactly one copy of the struct, once. <see cref="Bytes"/> is invalid after that.
/// </summary>
/// <remarks>A pinned value points into a block of the database, so it keeps the database open. Nothing is allocated on the managed heap.</remarks>
internal readonly unsafe ref struct NativeValue
{
    private readonly nint _pinnedSlice;
    private readonly SafeHandle? _pinnedIn;
    private readonly byte* _bytes;
    private readonly int _length;

    private NativeValue(nint pinnedSlice, SafeHandle? pinnedIn, nint bytes, nuint length)
    {
        _pinnedSlice = pinnedSlice;
        _pinnedIn = pinnedIn;
        _bytes = (byte*)bytes;
        _length = checked((int)length);
    }

    public bool Found => _bytes != null;

    public ReadOnlySpan<byte> Bytes => new(_bytes, _length);

    /// <summary>Creates a value that owns <paramref name="slice"/> and one counted reference to <paramref name="database"/>.</summary>
    public static NativeValue Pinned(nint slice, Database database)
    {
        var bytes = NativeMethods.rocksdb_pinnableslice_value(slice, out var length);
        return new NativeValue(slice, database, bytes, length);
    }

    /// <summary>Creates a value that owns the memory at <paramref name="bytes"/>, or an empty result if it is null.</summary>
    public static NativeValue Allocated(nint bytes, nuint length) =>
        bytes == 0 ? default : new NativeValue(0, null, bytes, length);

    public void Dispose()
    {
        if (_pinnedIn is null)
        {
            NativeMethods.rocksdb_free((nint)_bytes);
            return;
        }

        NativeMethods.rocksdb_pinnableslice_destroy(_pinnedSlice);
        _pinnedIn.DangerousRelease();
    }
}
