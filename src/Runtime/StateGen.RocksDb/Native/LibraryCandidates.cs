using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The file names that may be the RocksDB library, in the order in which they are tried: beside the application, in the
/// application's folder of native assets, then by bare name, for which the system's loader searches.
/// </summary>
internal static class LibraryCandidates
{
    // Debian and Ubuntu install only the name with major and minor version; the bare name comes with the development package.
    private static readonly string[] LinuxNames =
    [
        "librocksdb.so.7.8", "librocksdb.so.7", "librocksdb.so.8.9", "librocksdb.so.8", "librocksdb.so.9.10",
        "librocksdb.so.9", "librocksdb.so.10", "librocksdb.so",
    ];

    private static readonly string[] MacNames =
        ["librocksdb.dylib", "/opt/homebrew/lib/librocksdb.dylib", "/usr/local/lib/librocksdb.dylib"];

    private static readonly string[] WindowsNames = ["rocksdb.dll", "rocksdb-shared.dll"];

    public static IEnumerable<string> InOrder()
    {
        var names = SystemNames();
        foreach (var folder in ApplicationFolders())
        {
            foreach (var name in names)
                yield return Path.Combine(folder, Path.GetFileName(name));
        }

        foreach (var name in names)
            yield return name;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? WindowsNames : OperatingSystem.IsMacOS() ? MacNames : LinuxNames;

    private static IEnumerable<string> ApplicationFolders()
    {
        yield return AppContext.BaseDirectory;
        yield return NativeAssets(RuntimeInformation.RuntimeIdentifier);
        // A runtime built by a distribution identifies itself by the distribution; packages use the portable name.
        yield return NativeAssets(PortableRuntimeIdentifier());
    }

    private static string NativeAssets(string runtimeIdentifier) =>
        Path.Combine(AppContext.BaseDirectory, "runtimes", runtimeIdentifier, "native");

    private static string PortableRuntimeIdentifier()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
