using System.Reflection;

namespace StateGen.RocksDb.Tests.Native;

/// <summary>The NuGet package with the native libraries, as this build restored it.</summary>
internal static class RocksDbPackage
{
    private static readonly string Directory = typeof(RocksDbPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(RocksDbPackage)).Value!;

    /// <summary>The version of RocksDB; the package's own has a fourth part.</summary>
    public static Version Version { get; } = Version.Parse(Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory))) is var full
        ? new(full.Major, full.Minor, full.Build)
        : throw new InvalidOperationException();

    public static string Library(string runtimeIdentifier, string name) => Path.Combine(Directory, "runtimes", runtimeIdentifier, "native", name);
}
