using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb;

/// <summary>The native RocksDB library that this process uses.</summary>
/// <remarks>
/// It is looked for beside the application (where NuGet puts native assets), then under the names by which operating systems
/// install it. It is loaded once; the outcome, success or failure, holds for the life of the process. Thread-safe.
/// </remarks>
public static class RocksDbLibrary
{
    /// <summary>The environment variable that names the library file explicitly; when it is set, no other place is tried.</summary>
    public const string PathVariable = "STATEGEN_ROCKSDB_LIBRARY";

    private static readonly Lazy<nint> LoadedLibrary = new(Load);

    /// <summary>Loads the library unless it is loaded, so that its absence is known before any work has started.</summary>
    /// <exception cref="RocksDbLibraryNotFoundException">It is missing, cannot be loaded, or is too old.</exception>
    public static void EnsureLoaded() => _ = LoadedLibrary.Value;

    private static nint Load()
    {
        var library = NativeLibraryLoader.Load(Environment.GetEnvironmentVariable(PathVariable));
        NativeLibrary.SetDllImportResolver(
            typeof(NativeMethods).Assembly, (name, _, _) => name == NativeMethods.Library ? library : 0);
        return library;
    }
}
