using System.Text.RegularExpressions;

namespace StateGen.Generators.Tests.Documents;

/// <summary>The documents of the repository and the C# code in them.</summary>
internal static partial class Markdown
{
    private const string Diagnostics = "docs/diagnostics/";

    /// <summary>The README files, the guides and all other documents except the pages about diagnostics.</summary>
    public static IEnumerable<RepositoryFile> Documents =>
    [
        RepositoryFile.Read("README.md"), RepositoryFile.Read("CONTRIBUTING.md"),
        .. RepositoryFile.Find("docs", "*.md").Where(file => !file.Path.StartsWith(Diagnostics, StringComparison.Ordinal)),
        .. new[] { "src", "samples", "templates" }.SelectMany(folder => RepositoryFile.Find(folder, "README.md")),
    ];

    /// <summary>The pages about diagnostics and their index.</summary>
    public static IEnumerable<RepositoryFile> DiagnosticPages => RepositoryFile.Find(Diagnostics, "*.md");

    /// <summary>The blocks of C# code that were written for a document, including those that are hidden in comments.</summary>
    public static IEnumerable<string> CodeOf(RepositoryFile document) =>
        CodeBlock.Matches(document.Text).Where(block => !block.Groups["file"].Success).Select(block => block.Groups["code"].Value);

    /// <summary>The blocks of C# code that are excerpts of other files, each with the path of its file.</summary>
    public static IEnumerable<(string File, string Code)> ExcerptsOf(RepositoryFile document) =>
        CodeBlock.Matches(document.Text).Where(block => block.Groups["file"].Success).Select(block => (block.Groups["file"].Value, block.Groups["code"].Value));

    [GeneratedRegex(
        @"(<!-- excerpt: (?<file>\S+) -->\n)?^```csharp\n(?<code>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CodeBlock { get; }
}
