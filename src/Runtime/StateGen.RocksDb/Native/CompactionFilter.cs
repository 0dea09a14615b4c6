using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>Decides which entries a compaction drops, on RocksDB's background threads, concurrently.</summary>
internal interface ICompactionRule
{
    /// <summary>Determines whether an entry is dropped. An exception would end the process.</summary>
    bool IsDropped(ReadOnlySpan<byte> value);
}

/// <summary>
/// The native filter that asks a rule during compactions. Options and databases only point to it, so a database holds it until it is closed. Thread-safe.
/// </summary>
/// <param name="rule">The rule, which lives as long as the native filter.</param>
internal sealed unsafe class CompactionFilter(ICompactionRule rule) : NativeHandle(() => Create(rule))
{
    private static readonly nint Name = Marshal.StringToCoTaskMemUTF8("StateGen.TimeToLive");

    protected override void Destroy(nint native) => NativeMethods.rocksdb_compactionfilter_destroy(native);

    private static nint Create(ICompactionRule rule) =>
        NativeMethods.rocksdb_compactionfilter_create(GCHandle.ToIntPtr(GCHandle.Alloc(rule)), &Release, &Filter, &GetName);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte Filter(
        nint state, int level, byte* key, nuint keyLength, byte* value, nuint valueLength, byte** newValue, nuint* newValueLength, byte* isChanged)
    {
        *isChanged = 0;
        var rule = (ICompactionRule)GCHandle.FromIntPtr(state).Target!;
        return valueLength <= int.MaxValue && rule.IsDropped(new ReadOnlySpan<byte>(value, (int)valueLength)) ? (byte)1 : (byte)0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint GetName(nint state) => Name;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint state) => GCHandle.FromIntPtr(state).Free();
}
