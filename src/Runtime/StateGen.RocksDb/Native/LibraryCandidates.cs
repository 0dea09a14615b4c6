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

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    public static IEnumerable<string> InOrder() =>
        InOrder(AppContext.BaseDirectory, AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string, IsMusl);

    /// <summary>Lists the candidates of an application.</summary>
    /// <param name="baseDirectory">The folder of the application.</param>
    /// <param name="searchDirectories">
    /// The folders in which the host found native assets, in the form of the <c>PATH</c> variable. They include the folder into which a single file was
    /// extracted. Null in an application that was compiled ahead of time.
    /// </param>
    /// <param name="isMusl">A value indicating whether the C library of the system is musl.</param>
    internal static IEnumerable<string> InOrder(string baseDirectory, string? searchDirectories, bool isMusl)
    {
        var folders = (searchDirectories ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(baseDirectory)
            .Append(NativeAssets(baseDirectory, RuntimeInformation.RuntimeIdentifier))
            // A runtime built by a Linux distribution has a runtime identifier of that distribution. Packages use the portable identifier.
            .Append(NativeAssets(baseDirectory, PortableRuntimeIdentifier()))
            .Select(folder => Path.TrimEndingDirectorySeparator(folder))
            .Where(folder => !IsOfSharedRuntime(folder));
        return folders.SelectMany(folder => PackagedNames(isMusl), Path.Combine).Concat(SystemNames()).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Gets the runtime identifier whose folder of native assets in a package fits this process.</summary>
    internal static string PortableRuntimeIdentifier() =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{Architecture}";

    /// <summary>Gets the runtime identifier to publish for where the assets of <paramref name="portable"/> fit.</summary>
    internal static string PublishIdentifier(string portable) => IsMusl ? portable.Replace("linux-", "linux-musl-", StringComparison.Ordinal) : portable;

    private static string NativeAssets(string baseDirectory, string runtimeIdentifier) =>
        Path.Combine(baseDirectory, "runtimes", runtimeIdentifier, "native");

    // The host names the folder of the shared runtime too, which holds nothing of packages.
    private static bool IsOfSharedRuntime(string folder) =>
        folder == Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory())
            && folder != Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static string[] PackagedNames(bool isMusl) =>
        OperatingSystem.IsWindows() ? ["rocksdb.dll"]
        : OperatingSystem.IsMacOS() ? ["librocksdb.dylib"]
        : isMusl ? ["librocksdb-musl.so", "librocksdb.so"]
        : ["librocksdb.so"];

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? WindowsNames : OperatingSystem.IsMacOS() ? MacNames : LinuxNames;
}
