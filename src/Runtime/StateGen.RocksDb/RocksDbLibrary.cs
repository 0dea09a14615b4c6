using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb;

/// <summary>Loads the native RocksDB library for this process.</summary>
/// <remarks>
/// The package brings the library. It is searched for in the folders where NuGet and publishing put native assets, then under the names that operating
/// systems install it with. Version 11 or later is accepted. It is loaded once; the result, success or failure, is kept for the life of the process.
/// Thread-safe.
/// </remarks>
public static class RocksDbLibrary
{
    /// <summary>The environment variable that names the library file explicitly. If it is set, no other place is searched.</summary>
    public const string PathVariable = "STATEGEN_ROCKSDB_LIBRARY";

    private static readonly Lazy<LoadedLibrary> LoadedLibrary = new(Load);
    private static readonly Lazy<string> LoadedPath = new(() => LoadedLibrary.Value.FindPath());

    /// <summary>Gets the version of the library, such as 11.12.0. Loads the library if it is not loaded yet.</summary>
    /// <exception cref="RocksDbLibraryNotFoundException">No library can be used.</exception>
    public static Version Version => LoadedLibrary.Value.Version;

    /// <summary>
    /// Gets the path of the file that the library was loaded from, or the name that it was found under if the operating system does not tell the path. Loads
    /// the library if it is not loaded yet.
    /// </summary>
    /// <exception cref="RocksDbLibraryNotFoundException">No library can be used.</exception>
    public static string Path => LoadedPath.Value;

    /// <summary>Loads the library if it is not loaded yet, so that a missing library is detected before any work has started.</summary>
    /// <exception cref="RocksDbLibraryNotFoundException">
    /// No library can be used: each is missing, unreadable, built for another system, too old or incomplete. The message lists them and says what to do.
    /// </exception>
    public static void EnsureLoaded() => _ = LoadedLibrary.Value;

    private static LoadedLibrary Load()
    {
        var library = NativeLibraryLoader.Load(Environment.GetEnvironmentVariable(PathVariable));
        NativeLibrary.SetDllImportResolver(
            typeof(NativeMethods).Assembly, (name, _, _) => name == NativeMethods.Library ? library.Handle : 0);
        return library;
    }
}
