namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>The report of <c>stategen checkpoints repair</c>. The names of the members are documented and stay.</summary>
/// <param name="Location">The storage.</param>
/// <param name="JobId">The id of the job; null if it cannot be read.</param>
/// <param name="IsRepaired">true if the storage was changed.</param>
/// <param name="IsRepairable">true if nothing is damaged, or a sound checkpoint is left.</param>
/// <param name="Damages">The damaged files.</param>
/// <param name="ResumesFrom">The checkpoint from which the job resumes afterwards; null if there is none.</param>
/// <param name="GivenUp">The numbers of the checkpoints that are given up, ascending.</param>
/// <param name="Losses">What is lost, one sentence each.</param>
/// <param name="Removed">The paths of the files that are removed from their place.</param>
/// <param name="KeptIn">The folder of the storage to which they were moved; null if nothing was moved.</param>
/// <param name="Next">What to do next.</param>
internal sealed record RepairReport(
    string Location,
    string? JobId,
    bool IsRepaired,
    bool IsRepairable,
    IReadOnlyList<DamagedFile> Damages,
    long? ResumesFrom,
    IReadOnlyList<long> GivenUp,
    IReadOnlyList<string> Losses,
    IReadOnlyList<string> Removed,
    string? KeptIn,
    string Next)
{
    public void Show(ReportWriter writer)
    {
        writer.Lines(Damages.Select(static damage => damage.Sentence));
        writer.Lines(Losses);
        writer.Lines(Removed.Select(path => $"{(!IsRepaired ? "Would remove" : KeptIn is null ? "Removed" : $"Moved to '{KeptIn}':")} '{path}'"));
        writer.Lines(Next);
    }
}
