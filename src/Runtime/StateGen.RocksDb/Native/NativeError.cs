using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The error convention of the C API: a function leaves its last argument null on success, or sets it to an allocated,
/// null-terminated UTF-8 text that the caller frees.
/// </summary>
internal static class NativeError
{
    /// <summary>Frees <paramref name="error"/> and throws it as a <see cref="RocksDbException"/>, unless it is null.</summary>
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
/// The value that a read found, in native memory, or nothing. Dispose exactly one copy of it, once; <see cref="Bytes"/> ends then.
/// </summary>
/// <remarks>A pinned value points into a block of the database, so it keeps the database open. Allocates nothing.</remarks>
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

    /// <summary>Owns <paramref name="slice"/> and one counted reference on <paramref name="database"/>.</summary>
    public static NativeValue Pinned(nint slice, Database database)
    {
        var bytes = NativeMethods.rocksdb_pinnableslice_value(slice, out var length);
        return new NativeValue(slice, database, bytes, length);
    }

    /// <summary>Owns the memory at <paramref name="bytes"/>, or nothing when it is null.</summary>
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
