using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Represents a case of a rule: files with marks for the expected diagnostics (<see cref="MarkedCode"/>). No other diagnostic may be reported.
/// </summary>
internal sealed class RuleCase
{
    private readonly string _ruleId;
    private readonly ImmutableArray<MarkedCode> _files;
    private readonly ImmutableArray<(string Path, MarkedCode Text)> _additionalFiles;

    public RuleCase(string ruleId, IReadOnlyCollection<string> files, ImmutableArray<AdditionalText> additionalFiles)
    {
        var additional = additionalFiles.Select(file => (file.Path, Text: file.GetText()!.ToString())).ToArray();
        _ruleId = ruleId;
        _files = [.. files.Select(Parse)];
        _additionalFiles = [.. additional.Select(file => (file.Path, Parse(file.Text)))];
        Text = string.Join("\n", files.Concat(additional.Select(file => file.Text)));
    }

    /// <summary>Gets the text of all files with the marks, which identifies the case.</summary>
    public string Text { get; }

    /// <summary>Gets the code without the marks.</summary>
    public string[] Files => [.. _files.Select(file => file.Code)];

    /// <summary>Gets the additional files without the marks.</summary>
    public ImmutableArray<AdditionalText> AdditionalFiles => [.. _additionalFiles.Select(file => new InMemoryFile(file.Path, file.Text.Code))];

    /// <summary>Gets a value indicating whether the code is wrong, so that the rule must report it.</summary>
    public bool IsWrong => AllMarks.Any(mark => mark.Id == _ruleId);

    /// <summary>Gets a value indicating whether the code compiles and the rule must not report it.</summary>
    public bool IsCorrect => AllMarks.All(mark => mark.Id != _ruleId && !mark.Id.StartsWith("CS", StringComparison.Ordinal));

    private IEnumerable<(string Path, MarkedCode Text)> AllFiles => _files.Select((file, index) => ($"File{index}.cs", file)).Concat(_additionalFiles);

    private IEnumerable<(string Id, TextSpan Span)> AllMarks => AllFiles.SelectMany(file => file.Text.Marks);

    /// <summary>Requires that each marked diagnostic was reported exactly once, and no other.</summary>
    public void AssertMatch(IEnumerable<Diagnostic> diagnostics, Func<string, bool> isMeant)
    {
        var expected = Join(AllFiles.SelectMany(file => file.Text.Marks.Where(mark => isMeant(mark.Id)).Select(mark => Describe(mark.Id, file, mark.Span))));
        var actual = Join(diagnostics.Where(diagnostic => isMeant(diagnostic.Id)).Select(Describe));
        Assert.True(expected == actual, $"Expected:\n{expected}\nActual:\n{actual}");
    }

    private static string Join(IEnumerable<string> lines) => string.Join("\n", lines.Order(StringComparer.Ordinal));

    private static string Describe(string id, (string Path, MarkedCode Text) file, TextSpan span)
    {
        var text = SourceText.From(file.Text.Code);
        return $"{file.Path}{text.Lines.GetLinePositionSpan(span)} {id} at '{text.ToString(span)}'";
    }

    private string Describe(Diagnostic diagnostic)
    {
        var path = diagnostic.Location.GetLineSpan().Path;
        return AllFiles.Where(file => file.Path == path).Select(file => Describe(diagnostic.Id, file, diagnostic.Location.SourceSpan))
            .FirstOrDefault(diagnostic.ToString());
    }

    private MarkedCode Parse(string marked) => MarkedCode.Parse(marked, _ruleId);
}
