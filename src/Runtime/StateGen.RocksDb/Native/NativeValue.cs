using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The result of a read: a value, or nothing. Dispose exactly one copy of the struct, once. <see cref="Bytes"/> is invalid after that.
/// </summary>
/// <remarks>
/// A small value is in the buffer of the caller. Another one is in native memory; a pinned value points into a block of the database, so it keeps the database
/// open. Nothing is allocated on the managed heap.
/// </remarks>
internal readonly unsafe ref struct NativeValue
{
    private readonly nint _owned;
    private readonly SafeHandle? _pinnedIn;

    private NativeValue(ReadOnlySpan<byte> bytes, nint owned, SafeHandle? pinnedIn)
    {
        Found = true;
        Bytes = bytes;
        _owned = owned;
        _pinnedIn = pinnedIn;
    }

    public bool Found { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Creates a value that owns nothing: it is in the buffer of the caller.</summary>
    public static NativeValue Copied(ReadOnlySpan<byte> bytes) => new(bytes, 0, null);

    /// <summary>Creates a value that owns <paramref name="slice"/> and one counted reference to <paramref name="family"/>.</summary>
    public static NativeValue Pinned(nint slice, ColumnFamily family)
    {
        var bytes = NativeMethods.rocksdb_pinnableslice_value(slice, out var length);
        return new NativeValue(new((void*)bytes, checked((int)length)), slice, family);
    }

    /// <summary>Creates a value that owns the memory at <paramref name="bytes"/>, or an empty result if it is null.</summary>
    public static NativeValue Allocated(nint bytes, nuint length) =>
        bytes == 0 ? default : new NativeValue(new((void*)bytes, checked((int)length)), bytes, null);

    public void Dispose()
    {
        if (_owned == 0)
            return;
        if (_pinnedIn is null)
        {
            NativeMethods.rocksdb_free(_owned);
            return;
        }

        NativeMethods.rocksdb_pinnableslice_destroy(_owned);
        _pinnedIn.DangerousRelease();
    }
}
