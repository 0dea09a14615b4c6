using System.Text.RegularExpressions;

namespace StateGen.Tests.Telemetry;

/// <summary>The tables of docs/observability.md.</summary>
internal static partial class ObservabilityPage
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryRoot, "docs", "observability.md"));

    /// <summary>Rows of four or more cells whose first cell is an instrument in code.</summary>
    public static IReadOnlyList<DocumentedInstrument> Instruments =>
        [.. Rows(cells: 5, code: true).Select(row => new DocumentedInstrument(row[0], row[1], row[2], TagsOf(row[3])))];

    public static IReadOnlyList<(string Name, string[] Tags)> Activities => [.. Rows(cells: 3, code: true).Select(row => (row[0], TagsOf(row[1])))];

    public static IReadOnlyList<(int Id, string Name, string Level)> Events =>
        [.. Rows(cells: 4, code: false).Where(row => int.TryParse(row[0], out _)).Select(row => (int.Parse(row[0]), row[1], row[2]))];

    private static string RepositoryRoot => typeof(ObservabilityPage).Assembly.GetCustomAttributes(false)
        .OfType<System.Reflection.AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    private static IEnumerable<string[]> Rows(int cells, bool code) => Lines
        .Where(line => line.StartsWith(code ? "| `stategen." : "| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim('`', ' ')).ToArray())
        .Where(row => row.Length == cells);

    // "job", "operator" and "subtask" stand for their tags, as the page's second table says.
    private static string[] TagsOf(string cell) => [.. TagPattern().Matches(cell).Select(match => match.Value switch
    {
        "job" => "stategen.job.id",
        "operator" => "stategen.operator.id",
        "subtask" => "stategen.subtask.index",
        var tag => tag,
    })];

    [GeneratedRegex(@"[a-z_.]+", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex TagPattern();
}

internal sealed record DocumentedInstrument(string Name, string Kind, string Unit, string[] Tags);
