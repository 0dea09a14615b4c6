namespace StateGen.Connectors.Files;

/// <summary>
/// Cuts a file into ranges of whole lines. The cuts lie at equal distances, each moved on to the next start of a line; ranges that come out
/// empty are left out. The lines before each cut are counted, which reads the file once, so that any message can name a line. The same file gives the
/// same ranges.
/// </summary>
internal static class LineRanges
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
