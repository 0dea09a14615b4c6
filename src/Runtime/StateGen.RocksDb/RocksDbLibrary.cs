using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb;

/// <summary>Loads the native RocksDB library for this process.</summary>
/// <remarks>
/// The library is searched for in the folder of the application (where NuGet puts native assets), then under the names that operating systems
/// install it with. It is loaded once; the result, success or failure, is kept for the life of the process. Thread-safe.
/// </remarks>
public static class RocksDbLibrary
{
    /// <summary>The environment variable that names the library file explicitly. If it is set, no other place is searched.</summary>
    public const string PathVariable = "STATEGEN_ROCKSDB_LIBRARY";

    private static readonly Lazy<nint> LoadedLibrary = new(Load);

    /// <summary>Loads the library if it is not loaded yet, so that a missing library is detected before any work has started.</summary>
    /// <exception cref="RocksDbLibraryNotFoundException">The library is missing, cannot be loaded, or is too old.</exception>
    public static void EnsureLoaded() => _ = LoadedLibrary.Value;

    private static nint Load()
    {
        var library = NativeLibraryLoader.Load(Environment.GetEnvironmentVariable(PathVariable));
        NativeLibrary.SetDllImportResolver(
            typeof(NativeMethods).Assembly, (name, _, _) => name == NativeMethods.Library ? library : 0);
        return library;
    }
}
