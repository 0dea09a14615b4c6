using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// How entries are read. Immutable, because an iterator keeps pointing at the bound that it was created with;
/// thread-safe.
/// </summary>
internal sealed class ReadOptions : NativeHandle
{
    private nint _upperBound;

    /// <summary>Reads everything and keeps the blocks that it read in the block cache.</summary>
    public ReadOptions()
        : base(NativeMethods.rocksdb_readoptions_create)
    {
    }

    /// <summary>Iterates only keys below <paramref name="upperBound"/>.</summary>
    public static ReadOptions Below(ReadOnlySpan<byte> upperBound)
    {
        var options = new ReadOptions();
        options.SetUpperBound(upperBound);
        return options;
    }

    /// <summary>Reads each entry once, so that the blocks do not displace what the block cache holds.</summary>
    public static ReadOptions Scan()
    {
        var options = new ReadOptions();
        NativeMethods.rocksdb_readoptions_set_fill_cache(options.handle, 0);
        return options;
    }

    protected override void Destroy(nint native)
    {
        NativeMethods.rocksdb_readoptions_destroy(native);
        Marshal.FreeHGlobal(_upperBound);
    }

    private unsafe void SetUpperBound(ReadOnlySpan<byte> upperBound)
    {
        _upperBound = Marshal.AllocHGlobal(upperBound.Length);
        upperBound.CopyTo(new Span<byte>((void*)_upperBound, upperBound.Length));
        NativeMethods.rocksdb_readoptions_set_iterate_upper_bound(handle, _upperBound, (nuint)upperBound.Length);
    }
}

/// <summary>How entries are written: without the write-ahead log, for durability is the checkpoint's. Immutable, thread-safe.</summary>
internal sealed class WriteOptions : NativeHandle
{
    public WriteOptions()
        : base(NativeMethods.rocksdb_writeoptions_create) =>
        NativeMethods.rocksdb_writeoptions_disable_WAL(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writeoptions_destroy(native);
}

/// <summary>A flush that returns when the write buffer is in a file. Immutable, thread-safe.</summary>
internal sealed class FlushOptions : NativeHandle
{
    public FlushOptions()
        : base(NativeMethods.rocksdb_flushoptions_create) =>
        NativeMethods.rocksdb_flushoptions_set_wait(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_flushoptions_destroy(native);
}
