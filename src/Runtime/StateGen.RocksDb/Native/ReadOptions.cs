using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The options for reading entries. Immutable, because an iterator keeps pointers to the bounds that it was created with.
/// Thread-safe.
/// </summary>
internal sealed class ReadOptions : NativeHandle
{
    private nint _lowerBound;
    private nint _upperBound;

    /// <summary>Creates options without a bound, which add the blocks that were read to the block cache.</summary>
    public ReadOptions()
        : base(NativeMethods.rocksdb_readoptions_create)
    {
    }

    /// <summary>Creates options that limit an iteration.</summary>
    /// <param name="lowerBound">The lowest key; empty if there is none.</param>
    /// <param name="upperBound">The lowest key above the iteration; empty if there is none.</param>
    public static ReadOptions Between(ReadOnlySpan<byte> lowerBound, ReadOnlySpan<byte> upperBound)
    {
        var options = new ReadOptions();
        if (!lowerBound.IsEmpty)
            NativeMethods.rocksdb_readoptions_set_iterate_lower_bound(
                options.handle, options._lowerBound = Copy(lowerBound), (nuint)lowerBound.Length);
        if (!upperBound.IsEmpty)
            NativeMethods.rocksdb_readoptions_set_iterate_upper_bound(
                options.handle, options._upperBound = Copy(upperBound), (nuint)upperBound.Length);
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
        Marshal.FreeHGlobal(_lowerBound);
        Marshal.FreeHGlobal(_upperBound);
    }

    private static unsafe nint Copy(ReadOnlySpan<byte> bound)
    {
        var copy = Marshal.AllocHGlobal(bound.Length);
        bound.CopyTo(new Span<byte>((void*)copy, bound.Length));
        return copy;
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
