using System.Reflection;
using System.Runtime.CompilerServices;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Harness;

/// <summary>
/// Compares generated files with those in <c>Golden/</c>, named <c>Class.Test#File.verified.cs</c>. To accept the present output run the tests
/// with the environment variable STATEGEN_UPDATE_GOLDEN=1, and read the difference before committing it.
/// </summary>
internal static class GoldenFile
{
    private const string UpdateVariable = "STATEGEN_UPDATE_GOLDEN";
    private const string Version = "0.0.0.0";

    /// <summary>The folder of the golden files in the source tree.</summary>
    public static string GoldenDirectory { get; } =
        typeof(GoldenFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(GoldenDirectory)).Value!;

    public static void AssertMatch(Generated generated, string testClass, [CallerMemberName] string test = "")
    {
        var directory = GoldenDirectory;
        var prefix = $"{testClass}.{test}#";
        var actual = generated.Files.ToDictionary(file => prefix + file.Key.Replace(".g.cs", ".verified.cs", StringComparison.Ordinal), file => WithoutVersion(file.Value), StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            Update(directory, prefix, actual);
        Assert.Equal(actual.Keys.Order(StringComparer.Ordinal), Names(directory, prefix).Order(StringComparer.Ordinal));
        foreach (var (name, text) in actual)
            Assert.Equal(File.ReadAllText(Path.Combine(directory, name)), text, ignoreLineEndingDifferences: true);
    }

    /// <summary>Compares a file of the repository that follows from the code, such as an index.</summary>
    public static void AssertMatch(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path), ignoreLineEndingDifferences: true);
    }

    private static void Update(string directory, string prefix, Dictionary<string, string> files)
    {
        foreach (var name in Names(directory, prefix))
            File.Delete(Path.Combine(directory, name));
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(directory, name), text);
    }

    private static IEnumerable<string> Names(string directory, string prefix) =>
        Directory.EnumerateFiles(directory, prefix + "*.verified.cs").Select(path => Path.GetFileName(path));

    /// <summary>A generated file without the version of the package, which is no change of what is generated.</summary>
    public static string WithoutVersion(string text) =>
        text.Replace($"\"{typeof(OperatorGenerator).Assembly.GetName().Version}\"", $"\"{Version}\"", StringComparison.Ordinal);
}
