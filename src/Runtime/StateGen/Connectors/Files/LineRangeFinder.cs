using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>
/// Cuts a file into ranges of whole lines. The cuts lie at equal distances, each moved on to the next start of a line; ranges that come out
/// empty are left out. The lines before each cut are counted, which reads the file once, so that any message can name a line. The same file gives the
/// same ranges.
/// </summary>
internal static class LineRangeFinder
{
    public static async Task<IReadOnlyList<LineRange>> FindAsync(LineFile file, int skip, int splits, CancellationToken cancellationToken)
    {
        var start = await file.FindFirstLineAsync(skip, cancellationToken).ConfigureAwait(false);
        var end = await file.FindEndOfLastLineAsync(start, cancellationToken).ConfigureAwait(false);
        var cuts = await CutAsync(file, start, end, splits, cancellationToken).ConfigureAwait(false);
        var ranges = new List<LineRange> { new(file.Name, file.Length, start, cuts[0], start, Line: skip + 1) };
        foreach (var cut in cuts.Skip(1))
            ranges.Add(await FollowAsync(file, ranges[^1], cut, cancellationToken).ConfigureAwait(false));
        return ranges;
    }

    private static async Task<LineRange> FollowAsync(LineFile file, LineRange range, long end, CancellationToken cancellationToken)
    {
        var lines = await file.CountLineEndsAsync(range.Start, range.End, cancellationToken).ConfigureAwait(false);
        return range with { Start = range.End, Offset = range.End, End = end, Line = range.Line + lines };
    }

    // The ends of the ranges, ascending and distinct; the last is the end of the lines.
    private static async Task<IReadOnlyList<long>> CutAsync(LineFile file, long start, long end, int splits, CancellationToken cancellationToken)
    {
        var cuts = new SortedSet<long> { end };
        for (var i = 1; i < splits; i++)
        {
            var cut = start + (long)((Int128)(end - start) * i / splits);
            if (cut > start && await file.FindLineFromAsync(cut, cancellationToken).ConfigureAwait(false) is var line && line < end)
                cuts.Add(line);
        }

        return [.. cuts];
    }
}

/// <summary>A range of whole lines of a file, and how far it was read. All offsets are bytes from the start of the file.</summary>
/// <param name="FileName">The name of the file, without its folder.</param>
/// <param name="FileLength">The length of the file.</param>
/// <param name="Start">Where the first line begins.</param>
/// <param name="End">Where the last line ends.</param>
/// <param name="Offset">Where the next line begins.</param>
/// <param name="Line">The number of that line, from 1.</param>
internal sealed record LineRange(string FileName, long FileLength, long Start, long End, long Offset, long Line)
{
    /// <summary>The id of the split: the file and the offset at which it starts, which no other split has.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{FileName}@{Start}");

    public static LineRange FromFields(ManifestFields fields) => new(
        fields["file"],
        fields.GetInt64("length"),
        fields.GetInt64("start"),
        fields.GetInt64("end"),
        fields.GetInt64("offset"),
        fields.GetInt64("line"));

    public ManifestFields ToFields() => ManifestFields.Empty
        .With("file", FileName)
        .With("length", FileLength)
        .With("start", Start)
        .With("end", End)
        .With("offset", Offset)
        .With("line", Line);
}
