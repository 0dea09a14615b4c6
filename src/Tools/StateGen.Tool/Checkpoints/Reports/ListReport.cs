using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Storage;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>The report of <c>stategen checkpoints ls</c>. The names of the members are documented and stay.</summary>
/// <param name="Location">The storage.</param>
/// <param name="JobId">The id of the job.</param>
/// <param name="LatestAttempt">The latest attempt; null in storages of earlier versions, which have no log.</param>
/// <param name="CommittedCheckpointId">The latest checkpoint whose output is known to be committed; 0 if there is none.</param>
/// <param name="Checkpoints">The checkpoints, ascending.</param>
internal sealed record ListReport(
    string Location, string JobId, AttemptReport? LatestAttempt, long CommittedCheckpointId, IReadOnlyList<ListedCheckpoint> Checkpoints)
{
    /// <summary>Creates a report.</summary>
    public static ListReport Of(string location, string jobId, StoredCheckpoints stored, IReadOnlySet<string> files) => new(
        location,
        jobId,
        AttemptReport.Of(stored.Head?.Attempt),
        stored.CommittedCheckpointId,
        [.. stored.Checkpoints.Select(checkpoint => ListedCheckpoint.Of(checkpoint, stored.CommittedCheckpointId, files))]);

    public void Show(ReportWriter writer)
    {
        writer.Lines($"Job {JobId} in {Location}", LatestAttempt is null ? "No attempt is recorded." : $"Latest attempt: {LatestAttempt}");
        if (Checkpoints.Count == 0)
            writer.Lines("There is no checkpoint.");
        else
            writer.Table(["checkpoint", "taken at", "attempt", "size", "files", "marks"], Checkpoints.Select(static checkpoint => checkpoint.Cells));
    }
}

/// <summary>An attempt of a job.</summary>
/// <param name="Number">The number of the attempt, from 1.</param>
/// <param name="Machine">The name of the machine.</param>
/// <param name="Process">The number of the process on that machine.</param>
/// <param name="StartedAt">The time of its start by the clock of that machine.</param>
internal sealed record AttemptReport(int Number, string Machine, int Process, DateTimeOffset StartedAt)
{
    public static AttemptReport? Of(LogAttempt? attempt) =>
        attempt is null ? null : new(attempt.Number, attempt.Machine, attempt.Process, attempt.StartedAt);

    public override string ToString() => $"{Number}, in process {Process} on machine '{Machine}', since {ReportText.Time(StartedAt)}";
}

/// <summary>A checkpoint in a list.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="CreatedAt">The time at which it was taken; null if its manifest cannot be read.</param>
/// <param name="Attempt">The attempt that took it; null if its manifest cannot be read.</param>
/// <param name="Bytes">The size of all its files, shared ones included; null if its manifest cannot be read.</param>
/// <param name="Files">The number of its files; null if its manifest cannot be read.</param>
/// <param name="IsFinished">true if it is the final checkpoint of a job that has read all its input.</param>
/// <param name="IsCommitted">true if its output is known to be committed.</param>
/// <param name="Damage">What is missing or cannot be read; null if nothing is. The content of files is not compared.</param>
internal sealed record ListedCheckpoint(
    long CheckpointId, DateTimeOffset? CreatedAt, int? Attempt, long? Bytes, int? Files, bool IsFinished, bool IsCommitted, string? Damage)
{
    public static ListedCheckpoint Of(RetainedCheckpoint checkpoint, long committed, IReadOnlySet<string> files)
    {
        var isCommitted = checkpoint.CheckpointId <= committed;
        if (!checkpoint.IsReadable)
            return new(checkpoint.CheckpointId, null, null, null, null, false, isCommitted, checkpoint.Failure!.Message);
        var manifest = checkpoint.Manifest;
        var missing = manifest.Files.Where(file => !files.Contains(file.Path)).Select(static file => $"'{file.Path}'").ToArray();
        return new(
            checkpoint.CheckpointId, manifest.CreatedAt, manifest.Attempt, manifest.Files.Sum(static file => file.Length), manifest.Files.Length,
            manifest.IsFinished, isCommitted, missing.Length == 0 ? null : $"Missing: {string.Join(", ", missing)}");
    }

    /// <summary>Gets the cells of the row in the table.</summary>
    internal string[] Cells =>
    [
        ReportText.Number(CheckpointId),
        CreatedAt is { } time ? ReportText.Time(time) : "?",
        Attempt is { } attempt ? ReportText.Number(attempt) : "?",
        Bytes is { } bytes ? ReportText.Bytes(bytes) : "?",
        Files is { } files ? ReportText.Number(files) : "?",
        string.Join(", ", Marks),
    ];

    private IEnumerable<string> Marks => new[] { IsFinished ? "finished" : "", IsCommitted ? "committed" : "", Damage is null ? "" : "damaged" }
        .Where(static mark => mark.Length > 0);
}
