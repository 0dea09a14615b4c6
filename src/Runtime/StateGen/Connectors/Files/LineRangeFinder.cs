using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>
/// Divides a file into ranges of whole lines. The cuts are at equal distances, each moved forward to the next start of a line; empty ranges are omitted.
/// The lines before each cut are counted, which reads the file once, so that messages can contain line numbers. The same file always gives the
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

    // Returns the ends of the ranges, ascending and distinct; the last one is the end of the last line.
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

/// <summary>A range of whole lines of a file, with the read position in it. All offsets are bytes from the start of the file.</summary>
/// <param name="FileName">The name of the file, without its folder.</param>
/// <param name="FileLength">The length of the file in bytes.</param>
/// <param name="Start">The offset of the first line.</param>
/// <param name="End">The offset of the end of the last line.</param>
/// <param name="Offset">The offset of the next line to read.</param>
/// <param name="Line">The number of the next line to read, from 1.</param>
internal sealed record LineRange(string FileName, long FileLength, long Start, long End, long Offset, long Line)
{
    /// <summary>Gets the id of the split: the file name and the start offset, which are unique among the splits.</summary>
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
