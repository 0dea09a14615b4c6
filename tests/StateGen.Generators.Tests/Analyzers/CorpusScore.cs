using System.Globalization;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Compares the diagnostics of StateGen with the marks of a corpus. A mark is found by a diagnostic of its rule that starts on its line, or at most two lines
/// before and covers it. Otherwise another diagnostic that starts on its line is one of the wrong rule. A diagnostic that belongs to no mark is a false report.
/// </summary>
internal sealed class CorpusScore
{
    private const int LinesBefore = 2;

    private readonly Dictionary<string, CorpusFile> _files;
    private readonly List<Report> _unclaimed;
    private readonly List<CorpusMark> _found = [];
    private readonly List<(CorpusMark Mark, Report Report)> _wrong = [];
    private readonly List<CorpusMark> _missed = [];

    /// <param name="files">The files of the corpus.</param>
    /// <param name="diagnostics">What the generator and the analyzers report about them.</param>
    public CorpusScore(IEnumerable<CorpusFile> files, IEnumerable<Diagnostic> diagnostics)
    {
        _files = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _unclaimed = [.. diagnostics.Where(IsCounted).Select(Report.Of).OrderBy(report => report.Path, StringComparer.Ordinal).ThenBy(report => report.First)];
        var open = Claim(Marks, static (mark, report) => report.Id == mark.Id && report.First == mark.Line, (mark, _) => _found.Add(mark));
        open = Claim(open, Covers, (mark, _) => _found.Add(mark));
        _missed = Claim(open, static (mark, report) => report.First == mark.Line, (mark, report) => _wrong.Add((mark, report)));
    }

    public int Expected => _found.Count + _wrong.Count + _missed.Count;

    public int Found => _found.Count;

    public int Wrong => _wrong.Count;

    public int Missed => _missed.Count;

    public int False => _unclaimed.Count;

    /// <summary>Gets the part of the marks that are found; one where there is nothing to find.</summary>
    public double Recall => Expected == 0 ? 1 : (double)Found / Expected;

    /// <summary>Gets a line for each mark that is not found and each diagnostic that belongs to no mark.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. _missed.Select(mark => Describe("missed", mark.Path, mark.Line, mark.Id)),
        .. _wrong.Select(pair => Describe("wrong rule", pair.Mark.Path, pair.Mark.Line, $"{pair.Report.Id} instead of {pair.Mark.Id}")),
        .. _unclaimed.Select(report => Describe("false", report.Path, report.First, $"{report.Id} ({report.Message})")),
    ];

    /// <summary>Gets a row for each rule: the area, the rule, marks, found, missed, wrong rule, false reports.</summary>
    public IEnumerable<string> Rows(string area)
    {
        foreach (var id in Marks.Select(mark => mark.Id).Concat(_unclaimed.Select(report => report.Id)).Distinct().Order(StringComparer.Ordinal))
        {
            int[] counts =
            [
                Marks.Count(mark => mark.Id == id), _found.Count(mark => mark.Id == id), _missed.Count(mark => mark.Id == id),
                _wrong.Count(pair => pair.Mark.Id == id), _unclaimed.Count(report => report.Id == id),
            ];
            yield return string.Create(CultureInfo.InvariantCulture, $"{area,-22} {id} {string.Join("", counts.Select(count => $"{count,7}"))}");
        }

        yield return $"{area,-22} all    {Expected,7}{Found,7}{Missed,7}{Wrong,7}{False,7}";
    }

    private IEnumerable<CorpusMark> Marks => _files.Values.SelectMany(file => file.Marks);

    // Every project without schema files gets this suggestion.
    private static bool IsCounted(Diagnostic diagnostic) => diagnostic.Id.StartsWith("SG", StringComparison.Ordinal) && diagnostic.Id != "SG4001";

    private static bool Covers(CorpusMark mark, Report report) =>
        report.Id == mark.Id && report.First < mark.Line && report.First >= mark.Line - LinesBefore && report.Last >= mark.Line;

    // Each report belongs to one mark at most. Returns the marks that are still open.
    private List<CorpusMark> Claim(IEnumerable<CorpusMark> marks, Func<CorpusMark, Report, bool> matches, Action<CorpusMark, Report> claim)
    {
        var open = new List<CorpusMark>();
        foreach (var mark in marks)
        {
            if (_unclaimed.Find(report => report.Path == mark.Path && matches(mark, report)) is not { } report)
            {
                open.Add(mark);
                continue;
            }

            _unclaimed.Remove(report);
            claim(mark, report);
        }

        return open;
    }

    private string Describe(string kind, string path, int line, string what) =>
        $"{kind}: {path}({line}) {what}: {(_files.TryGetValue(path, out var file) ? file.LineAt(line) : "")}";

    // Compared by reference: two equal reports are two.
    private sealed class Report
    {
        public required string Path { get; init; }

        public required int First { get; init; }

        public required int Last { get; init; }

        public required string Id { get; init; }

        public required string Message { get; init; }

        public static Report Of(Diagnostic diagnostic)
        {
            var span = diagnostic.Location.GetLineSpan();
            return new()
            {
                Path = span.Path ?? "",
                First = span.StartLinePosition.Line + 1,
                Last = span.EndLinePosition.Line + 1,
                Id = diagnostic.Id,
                Message = diagnostic.GetMessage(CultureInfo.InvariantCulture),
            };
        }
    }
}
