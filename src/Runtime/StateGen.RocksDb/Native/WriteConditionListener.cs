using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>The condition of writes to a column family. The values are those of RocksDB's <c>WriteStallCondition</c>.</summary>
internal enum WriteCondition
{
    /// <summary>Writes are slowed down, because flushes or compactions cannot keep up.</summary>
    Delayed = 0,

    /// <summary>Writes wait until flushes or compactions have caught up.</summary>
    Stopped = 1,

    /// <summary>Writes are not restricted.</summary>
    Normal = 2,
}

/// <summary>Receives changes of the condition of writes, on RocksDB's background threads and on writing threads.</summary>
internal interface IWriteConditionObserver
{
    /// <summary>Called after a change, concurrently for several column families. An exception would end the process.</summary>
    void OnChanged(WriteCondition previous, WriteCondition current);
}

/// <summary>
/// Passes RocksDB's events on to an observer. The native listener belongs to the options and databases that it was added to. RocksDB destroys it with the last
/// of them, and with it the reference to the observer.
/// </summary>
internal static unsafe class WriteConditionListener
{
    public static void AddTo(DatabaseOptions options, IWriteConditionObserver observer)
    {
        var listener = NativeMethods.rocksdb_eventlistener_create(
            GCHandle.ToIntPtr(GCHandle.Alloc(observer)),
            &Release,
            flushBegin: &Ignore,
            flushCompleted: &Ignore,
            compactionBegin: &Ignore,
            compactionCompleted: &Ignore,
            subcompactionBegin: &Ignore,
            subcompactionCompleted: &Ignore,
            externalFileIngested: &Ignore,
            backgroundError: &IgnoreError,
            stallConditionsChanged: &PassOn,
            memTableSealed: &Ignore);
        NativeMethods.rocksdb_options_add_eventlistener(options, listener);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void PassOn(nint state, nint stall)
    {
        var observer = (IWriteConditionObserver)GCHandle.FromIntPtr(state).Target!;
        observer.OnChanged(*NativeMethods.rocksdb_writestallinfo_prev(stall), *NativeMethods.rocksdb_writestallinfo_cur(stall));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint state) => GCHandle.FromIntPtr(state).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint state, nint database, nint job)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint state, nint job)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreError(nint state, uint reason, nint status)
    {
        // The error is also the result of the next write or flush, which throws it.
    }
}
