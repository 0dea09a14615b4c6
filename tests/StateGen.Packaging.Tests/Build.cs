using System.Reflection;

namespace StateGen.Packaging.Tests;

/// <summary>What the build says of itself.</summary>
internal static class Build
{
    public static string RepositoryRoot => Metadata(nameof(RepositoryRoot));

    public static string Configuration => Metadata(nameof(Configuration));

    public static string PackageVersion => Metadata(nameof(PackageVersion));

    /// <summary>Where this build found the packages of others.</summary>
    public static string PackageCache => Metadata(nameof(PackageCache));

    private static string Metadata(string name) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
