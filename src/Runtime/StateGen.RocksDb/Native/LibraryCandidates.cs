using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The possible files of the RocksDB library, in the order in which they are tried: where the host found native assets of packages, in the folder of the
/// application, in its folders of native assets, then by bare name, which the loader of the operating system searches for.
/// </summary>
internal static class LibraryCandidates
{
    // Distributions install only the name with major and minor version; the bare name is part of the development package. The last three are too old, and are
    // tried so that the error names them.
    private static readonly string[] LinuxNames =
        ["librocksdb.so", "librocksdb.so.11", "librocksdb.so.11.12", "librocksdb.so.9.10", "librocksdb.so.8.9", "librocksdb.so.7.8"];

    private static readonly string[] MacNames =
        ["librocksdb.dylib", "/opt/homebrew/lib/librocksdb.dylib", "/usr/local/lib/librocksdb.dylib"];

    private static readonly string[] WindowsNames = ["rocksdb.dll", "rocksdb-shared.dll"];

    // Both are tried, the one that should fit first: a process can load only the one for its C library, and the loader of the system refuses the other.
    private static readonly string[] PackagedNamesOnGlibc = ["librocksdb.so", "librocksdb-musl.so"];

    private static readonly string[] PackagedNamesOnMusl = ["librocksdb-musl.so", "librocksdb.so"];

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    public static IEnumerable<string> InOrder() => InOrder(
        AppContext.BaseDirectory,
        AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string,
        PortableRuntimeIdentifier(),
        RuntimeInformation.RuntimeIdentifier);

    /// <summary>Lists the candidates of an application.</summary>
    /// <param name="baseDirectory">The folder of the application.</param>
    /// <param name="searchDirectories">
    /// The folders in which the host found native assets, in the form of the <c>PATH</c> variable. They include the folder into which a single file was
    /// extracted. Null in an application that was compiled ahead of time.
    /// </param>
    /// <param name="portable">The runtime identifier of the process in packages, for example <c>linux-x64</c>.</param>
    /// <param name="runtimeIdentifier">The runtime identifier that the runtime was built for, which may name a distribution or its C library.</param>
    internal static IEnumerable<string> InOrder(string baseDirectory, string? searchDirectories, string portable, string runtimeIdentifier)
    {
        var folders = (searchDirectories ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(baseDirectory)
            .Append(NativeAssets(baseDirectory, runtimeIdentifier))
            // A runtime built by a Linux distribution has a runtime identifier of that distribution. Packages use the portable identifier.
            .Append(NativeAssets(baseDirectory, portable))
            .Select(folder => Path.TrimEndingDirectorySeparator(folder))
            .Where(folder => !IsOfSharedRuntime(folder));
        return folders.SelectMany(folder => PackagedNames(portable, runtimeIdentifier), Path.Combine)
            .Concat(SystemNames(portable))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Gets the runtime identifier whose folder of native assets in a package fits this process.</summary>
    internal static string PortableRuntimeIdentifier() =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{Architecture}";

    /// <summary>Indicates whether the C library of the system is musl, which Alpine has. Its own runtime is built for <c>alpine.3.22-x64</c>.</summary>
    internal static bool IsMusl(string runtimeIdentifier) =>
        runtimeIdentifier.Contains("musl", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);

    private static string NativeAssets(string baseDirectory, string runtimeIdentifier) =>
        Path.Combine(baseDirectory, "runtimes", runtimeIdentifier, "native");

    // The host names the folder of the shared runtime too, which holds nothing of packages.
    private static bool IsOfSharedRuntime(string folder) =>
        folder == Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory())
            && folder != Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static string[] PackagedNames(string portable, string runtimeIdentifier) =>
        IsWindows(portable) ? ["rocksdb.dll"]
        : IsMac(portable) ? ["librocksdb.dylib"]
        : IsMusl(runtimeIdentifier) ? PackagedNamesOnMusl
        : PackagedNamesOnGlibc;

    private static string[] SystemNames(string portable) => IsWindows(portable) ? WindowsNames : IsMac(portable) ? MacNames : LinuxNames;

    private static bool IsWindows(string portable) => portable.StartsWith("win-", StringComparison.Ordinal);

    private static bool IsMac(string portable) => portable.StartsWith("osx-", StringComparison.Ordinal);
}
