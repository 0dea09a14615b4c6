using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Documents;

/// <summary>The code in the README files and the guides compiles, and excerpts match the files they were taken from.</summary>
public class DocumentedCodeTests
{
    private const string Guides = "docs/guides/";

    private static readonly string[] WithCode = ["README.md", "src/Runtime/StateGen/README.md", Guides + "getting-started.md", Guides + "operators-and-timers.md", Guides + "pipelines.md", Guides + "your-own-loop.md"];

    public static IEnumerable<TheoryDataRow<string>> ForUsers => Markdown.Documents
        .Where(document => (IsReadme(document) || IsGuide(document)) && Markdown.CodeOf(document).Any())
        .Select(document => new TheoryDataRow<string>(document.Path));

    [Theory]
    [MemberData(nameof(ForUsers))]
    public async Task The_code_of_a_document_compiles_and_nothing_is_reported_about_it(string path)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(DocumentedCode.Compile(Markdown.CodeOf(RepositoryFile.Read(path))), []);
        Assert.Empty(analyzed.InEditor);
    }

    [Fact]
    public void The_README_files_and_the_guides_have_code()
    {
        var documents = ForUsers.Select(row => row.Data);
        Assert.Subset(documents.ToHashSet(StringComparer.Ordinal), WithCode.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void An_excerpt_stands_in_its_file_paragraph_by_paragraph()
    {
        var excerpts = Markdown.Documents.SelectMany(Markdown.ExcerptsOf).ToArray();
        Assert.Contains(excerpts, excerpt => excerpt.File.EndsWith(".verified.cs", StringComparison.Ordinal));
        Assert.All(excerpts, excerpt => Assert.True(excerpt.Code.Count(character => character == '\n') > 3, $"The excerpt of {excerpt.File} is too short to show anything."));
        Assert.All(excerpts, excerpt => Assert.All(
            excerpt.Code.Split("\n\n", StringSplitOptions.RemoveEmptyEntries),
            paragraph => Assert.Contains(Trimmed(paragraph), Trimmed(RepositoryFile.Read(excerpt.File).Text), StringComparison.Ordinal)));
    }

    private static bool IsGuide(RepositoryFile document) =>
        document.Path.StartsWith(Guides, StringComparison.Ordinal) || document.Path is "docs/choosing-a-backend.md" or "docs/checkpoint-storage.md";

    private static bool IsReadme(RepositoryFile document) => Path.GetFileName(document.Path) == "README.md";

    // Indentation differs: documents show members without the class around them.
    private static string Trimmed(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
