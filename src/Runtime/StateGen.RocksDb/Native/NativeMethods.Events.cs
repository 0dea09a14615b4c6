using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

internal static partial class NativeMethods
{
    // RocksDB calls every function of a listener without checking it for null, so all of them are given.
    [LibraryImport(Library)]
    internal static unsafe partial nint rocksdb_eventlistener_create(
        nint state,
        delegate* unmanaged[Cdecl]<nint, void> destructor,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> flushBegin,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> flushCompleted,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> compactionBegin,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> compactionCompleted,
        delegate* unmanaged[Cdecl]<nint, nint, void> subcompactionBegin,
        delegate* unmanaged[Cdecl]<nint, nint, void> subcompactionCompleted,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> externalFileIngested,
        delegate* unmanaged[Cdecl]<nint, uint, nint, void> backgroundError,
        delegate* unmanaged[Cdecl]<nint, nint, void> stallConditionsChanged,
        delegate* unmanaged[Cdecl]<nint, nint, void> memTableSealed);

    [LibraryImport(Library)]
    internal static partial void rocksdb_options_add_eventlistener(DatabaseOptions options, nint listener);

    [LibraryImport(Library)]
    internal static unsafe partial WriteCondition* rocksdb_writestallinfo_cur(nint stall);

    [LibraryImport(Library)]
    internal static unsafe partial WriteCondition* rocksdb_writestallinfo_prev(nint stall);
}
