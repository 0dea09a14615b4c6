namespace StateGen.Connectors.Files;

/// <summary>
/// Cuts a file into ranges of whole lines. The cuts lie at equal distances, each moved on to the next start of a line; ranges that come out
/// empty are left out. The same file gives the same ranges.
/// </summary>
internal static class LineRanges
{
    public static async Task<IReadOnlyList<LineRange>> FindAsync(LineFile file, int skip, int splits, CancellationToken cancellationToken)
    {
        var start = await file.FindFirstLineAsync(skip, cancellationToken).ConfigureAwait(false);
        var end = await file.FindEndOfLastLineAsync(start, cancellationToken).ConfigureAwait(false);
        var cuts = await CutAsync(file, start, end, splits, cancellationToken).ConfigureAwait(false);
        var first = new LineRange(file.Name, file.Length, start, cuts[0], start, Line: skip + 1);
        var others = cuts.Zip(cuts.Skip(1), (from, to) => first with { Start = from, Offset = from, End = to, Line = null });
        return [first, .. others];
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
