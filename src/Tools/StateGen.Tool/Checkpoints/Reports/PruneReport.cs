namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>The report of <c>stategen checkpoints prune</c>. The names of the members are documented and stay.</summary>
/// <param name="Location">The storage.</param>
/// <param name="JobId">The id of the job.</param>
/// <param name="IsDryRun">true if nothing was changed.</param>
/// <param name="Kept">The numbers of the checkpoints that are kept, ascending.</param>
/// <param name="Discarded">The numbers of the checkpoints that are discarded, ascending.</param>
/// <param name="Removed">The paths of the files that are removed.</param>
internal sealed record PruneReport(
    string Location, string JobId, bool IsDryRun, IReadOnlyList<long> Kept, IReadOnlyList<long> Discarded, IReadOnlyList<string> Removed)
{
    public void Show(ReportWriter writer)
    {
        writer.Lines(Removed.Select(path => $"{(IsDryRun ? "Would remove" : "Removed")} '{path}'"));
        writer.Lines($"{(IsDryRun ? "Would keep" : "Kept")} {Count(Kept)} and {(IsDryRun ? "discard" : "discarded")} {Count(Discarded)}.");
    }

    private static string Count(IReadOnlyList<long> ids) =>
        ids.Count switch { 0 => "no checkpoint", 1 => $"checkpoint {ids[0]}", _ => $"checkpoints {ReportText.Numbers(ids)}" };
}
