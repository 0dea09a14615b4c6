using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The options for reading entries. Immutable, because an iterator keeps a pointer to the bound that it was created with.
/// Thread-safe.
/// </summary>
internal sealed class ReadOptions : NativeHandle
{
    private nint _upperBound;

    /// <summary>Creates options without a bound, which add the blocks that were read to the block cache.</summary>
    public ReadOptions()
        : base(NativeMethods.rocksdb_readoptions_create)
    {
    }

    /// <summary>Creates options that limit an iteration to keys below <paramref name="upperBound"/>.</summary>
    public static ReadOptions Below(ReadOnlySpan<byte> upperBound)
    {
        var options = new ReadOptions();
        options.SetUpperBound(upperBound);
        return options;
    }

    /// <summary>Creates options for a scan, which does not add blocks to the block cache because it reads each entry only once.</summary>
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

/// <summary>
/// The options for writing entries. The write-ahead log is disabled, because checkpoints provide the durability. Immutable and thread-safe.
/// </summary>
internal sealed class WriteOptions : NativeHandle
{
    public WriteOptions()
        : base(NativeMethods.rocksdb_writeoptions_create) =>
        NativeMethods.rocksdb_writeoptions_disable_WAL(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_writeoptions_destroy(native);
}

/// <summary>The options for a flush that returns after the write buffer was written to a file. Immutable and thread-safe.</summary>
internal sealed class FlushOptions : NativeHandle
{
    public FlushOptions()
        : base(NativeMethods.rocksdb_flushoptions_create) =>
        NativeMethods.rocksdb_flushoptions_set_wait(this, 1);

    protected override void Destroy(nint native) => NativeMethods.rocksdb_flushoptions_destroy(native);
}
