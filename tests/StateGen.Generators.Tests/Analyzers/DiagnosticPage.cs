using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Represents the documentation page of a rule: a title and sections with headings.</summary>
internal sealed partial class DiagnosticPage
{
    private readonly Dictionary<string, string> _sections;

    private DiagnosticPage(string text)
    {
        var parts = Heading.Split(text);
        Title = parts[0].Split('\n')[0];
        _sections = Enumerable.Range(0, parts.Length / 2).ToDictionary(index => parts[(2 * index) + 1], index => parts[(2 * index) + 2].Trim(), StringComparer.Ordinal);
    }

    /// <summary>Gets the wrong and the right example of every page.</summary>
    public static IEnumerable<string> Examples => Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "SG*.md").Order(StringComparer.Ordinal)
        .Select(path => new DiagnosticPage(File.ReadAllText(path))).SelectMany(page => new[] { page.CodeOf("Wrong"), page.CodeOf("Right") });

    public string Title { get; }

    public IReadOnlyDictionary<string, string> Sections => _sections;

    /// <summary>Compiles the example in a section, without the RocksDB backend if the section shows a project file that does not reference it.</summary>
    public CSharpCompilation Compile(string section) => _sections[section].Contains("```xml", StringComparison.Ordinal) && !_sections[section].Contains("Include=\"StateGen.RocksDb\"", StringComparison.Ordinal)
        ? AnalyzedCode.CompileWithoutRocksDb(CodeOf(section))
        : AnalyzedCode.Compile(CodeOf(section));

    /// <summary>The additional files of an example, which are in blocks that begin with <c>```text FILE</c>.</summary>
    public ImmutableArray<AdditionalText> FilesOf(string section) =>
        [.. FileBlock.Matches(_sections[section]).Select(match => new InMemoryFile(match.Groups["name"].Value, match.Groups["text"].Value))];

    public static DiagnosticPage Of(DiagnosticDescriptor rule) => new(File.ReadAllText(Repository.PathOf("docs", "diagnostics", rule.Id + ".md")));

    [GeneratedRegex(@"^## (?<name>.+)$\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex CodeBlock { get; }

    [GeneratedRegex(@"```text (?<name>\S+)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FileBlock { get; }

    private string CodeOf(string section) => CodeBlock.Match(_sections[section]).Groups["code"].Value;
}
