using System.Text.RegularExpressions;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>A diagnostic that a line of the corpus expects.</summary>
internal sealed record CorpusMark(string Path, int Line, string Id);

/// <summary>
/// A file of the corpus. <c>// expect: SG2007</c> at the end of a line marks a mistake, <c>// expect: SG2007, SG2014</c> two on one line. Lines count from one.
/// </summary>
internal sealed partial class CorpusFile
{
    private readonly string[] _lines;

    public CorpusFile(string path, string text)
    {
        Path = path;
        Text = text;
        _lines = text.Split('\n');
        Marks = [.. _lines.SelectMany((line, index) => MarksOf(line, index + 1))];
    }

    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<CorpusMark> Marks { get; }

    public string LineAt(int line) => line > 0 && line <= _lines.Length ? _lines[line - 1].Trim() : "";

    [GeneratedRegex(@"// expect: (?<id>SG\d{4})(, (?<id>SG\d{4}))*\r?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Mark { get; }

    private IEnumerable<CorpusMark> MarksOf(string line, int number)
    {
        if (!line.Contains("// expect", StringComparison.Ordinal))
            return [];
        var match = Mark.Match(line);
        Assert.True(match.Success, $"{Path}({number}): this is not a mark: {line.Trim()}");
        return match.Groups["id"].Captures.Select(capture => new CorpusMark(Path, number, capture.Value));
    }
}
