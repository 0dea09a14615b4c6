using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>The report of <c>stategen checkpoints verify</c>. The names of the members are documented and stay.</summary>
/// <param name="Location">The storage.</param>
/// <param name="JobId">The id of the job; null if it cannot be read.</param>
/// <param name="IsSound">true if nothing is damaged.</param>
/// <param name="Checkpoints">The checkpoints that were verified, ascending.</param>
/// <param name="Damages">The damaged files.</param>
/// <param name="Advice">What to do; null if nothing is damaged.</param>
internal sealed record VerifyReport(
    string Location, string? JobId, bool IsSound, IReadOnlyList<VerifiedCheckpoint> Checkpoints, IReadOnlyList<DamagedFile> Damages, string? Advice)
{
    public void Show(ReportWriter writer)
    {
        writer.Lines(Checkpoints.Select(static checkpoint => checkpoint.Line));
        writer.Lines(Damages.Select(static damage => damage.Sentence));
        writer.Lines(Advice ?? "Everything is sound.");
    }
}

/// <summary>A checkpoint that was verified.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="IsSound">true if every file is as its manifest says.</param>
/// <param name="Files">The number of its files; null if its manifest cannot be read.</param>
/// <param name="Bytes">The size of its files; null if its manifest cannot be read.</param>
internal sealed record VerifiedCheckpoint(long CheckpointId, bool IsSound, int? Files, long? Bytes)
{
    /// <summary>Gets the line for people.</summary>
    internal string Line => $"Checkpoint {CheckpointId}: {(IsSound ? $"sound, {ReportText.Bytes(Bytes!.Value)} in {Files} files" : "damaged")}";
}

/// <summary>A damaged file.</summary>
/// <param name="CheckpointId">The checkpoint that cannot be restored; null if the file belongs to none.</param>
/// <param name="File">The path of the file in the storage.</param>
/// <param name="Expected">The expected content.</param>
/// <param name="Found">The content that was found instead.</param>
internal sealed record DamagedFile(long? CheckpointId, string File, string Expected, string Found)
{
    /// <summary>Gets the sentence for people, in one line.</summary>
    internal string Sentence => $"'{File}' is damaged: expected {Expected}, found {Found}.".ReplaceLineEndings(" ");

    public static DamagedFile Of(Damage damage) => new(damage.CheckpointId, damage.Failure.File, damage.Failure.Expected, damage.Failure.Found);
}
