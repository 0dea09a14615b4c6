using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Harness;

/// <summary>
/// Compares generated files with those in <c>Golden/</c>, named <c>Class.Test#File.verified.cs</c>. To accept the present output run the tests
/// with the environment variable STATEGEN_UPDATE_GOLDEN=1, and read the difference before committing it. A golden file keeps the version of the package with
/// which it was written: a release changes none.
/// </summary>
internal static partial class GoldenFile
{
    private const string UpdateVariable = "STATEGEN_UPDATE_GOLDEN";

    /// <summary>The folder of the golden files in the source tree.</summary>
    public static string GoldenDirectory { get; } =
        typeof(GoldenFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(GoldenDirectory)).Value!;

    public static void AssertMatch(Generated generated, string testClass, [CallerMemberName] string test = "")
    {
        var directory = GoldenDirectory;
        var prefix = $"{testClass}.{test}#";
        var actual = generated.Files.ToDictionary(
            file => prefix + file.Key.Replace(".g.cs", ".verified.cs", StringComparison.Ordinal), file => file.Value, StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            Update(directory, prefix, actual);
        Assert.Equal(actual.Keys.Order(StringComparer.Ordinal), Names(directory, prefix).Order(StringComparer.Ordinal));
        foreach (var (name, text) in actual)
            Assert.Equal(WithoutVersion(File.ReadAllText(Path.Combine(directory, name))), WithoutVersion(text), ignoreLineEndingDifferences: true);
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
        foreach (var name in Names(directory, prefix).Where(name => !files.ContainsKey(name)))
            File.Delete(Path.Combine(directory, name));
        foreach (var (name, text) in files)
            Update(Path.Combine(directory, name), text);
    }

    private static void Update(string path, string text)
    {
        if (!File.Exists(path) || WithoutVersion(File.ReadAllText(path)) != WithoutVersion(text))
            File.WriteAllText(path, text);
    }

    private static IEnumerable<string> Names(string directory, string prefix) =>
        Directory.EnumerateFiles(directory, prefix + "*.verified.cs").Select(path => Path.GetFileName(path));

    private static string WithoutVersion(string text) => Version().Replace(text, "");

    [GeneratedRegex("""(?<=GeneratedCode\("StateGen\.Generators", ")[^"]+""", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Version();
}
