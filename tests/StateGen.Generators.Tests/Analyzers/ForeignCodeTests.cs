namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Tests that no diagnostic is reported for code without operators, even if it does not compile.</summary>
public class ForeignCodeTests
{
    private const int FilesOfProject = 50;

    public static TheoryData<string> Libraries => ["src/Runtime/StateGen.Schemas", "src/Runtime/StateGen", "src/Runtime/StateGen.RocksDb", "src/Generators/StateGen.Generators", "src/Analyzers/StateGen.Analyzers", "src/Analyzers/StateGen.CodeFixes", "src/Tools/StateGen.Tool"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public Task Nothing_is_reported_about_our_own_code(string library) => VerifyAsync(FilesIn(Repository.PathOf(library.Split('/'))));

    [Fact]
    public async Task Nothing_is_reported_about_code_of_others()
    {
        var files = FilesOfOthers().ToArray();
        Assert.NotEmpty(files);
        foreach (var some in files.Chunk(FilesOfProject))
            await VerifyAsync(some);
    }

    private static async Task VerifyAsync(IEnumerable<string> files)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync([.. files.Select(File.ReadAllText)]);
        Assert.Empty(analyzed.OfRules);
    }

    private static IEnumerable<string> FilesIn(string directory) => Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // The source that packages bring along, on any machine that has built this; or a directory of any code at all.
    private static IEnumerable<string> FilesOfOthers() => FilesIn(Environment.GetEnvironmentVariable("STATEGEN_FOREIGN_CODE") ?? Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
}
