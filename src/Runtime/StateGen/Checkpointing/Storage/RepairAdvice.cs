namespace StateGen.Checkpointing.Storage;

/// <summary>The advice about damaged files in messages. Tests follow each of them.</summary>
internal static class RepairAdvice
{
    private const string Copy = "Bring the file back from a copy";
    private const string Beginning =
        $"{Copy}, or start the job again from the beginning: delete everything in the checkpoint storage, and the output of the job.";

    public const string Claim = $"{Copy}, or delete it: the next start writes it again.";

    public const string Committed =
        $"{Copy}, or delete it: the output of the latest checkpoint is then committed again, which changes nothing that is committed.";

    /// <summary>Gets the advice about the latest entry of the log.</summary>
    /// <param name="file">The path of the entry.</param>
    /// <param name="resumable">The checkpoint that the job would resume from without the entry; null if it would start from the beginning.</param>
    public static string Head(string file, long? resumable) => resumable is null ? Beginning
        : $"{Copy}, or delete '{file}': the job then resumes from checkpoint {resumable}. {OutputSince(resumable.Value)}";

    /// <summary>Gets the advice about the latest checkpoint, or a file of it.</summary>
    /// <param name="damaged">The checkpoint.</param>
    /// <param name="older">The latest of the older checkpoints that can be read; null if there is none.</param>
    public static string Checkpoint(RetainedCheckpoint damaged, RetainedCheckpoint? older) => older is null ? Beginning
        : $"{Copy}, or give checkpoint {damaged.CheckpointId} up and resume from checkpoint {older.CheckpointId}: delete {NamesOf(damaged)}. "
        + OutputSince(older.CheckpointId);

    private static string NamesOf(RetainedCheckpoint damaged) => CheckpointLayout.IsLogEntry(damaged.Stored.File, out _)
        ? $"'{damaged.Stored.File}' and every file with a higher number in the same folder"
        : $"'{damaged.Stored.File}', '{CheckpointLayout.CommittedPath}' and the folder '{CheckpointLayout.LogFolder.TrimEnd('/')}', as far as they exist";

    private static string OutputSince(long checkpointId) =>
        $"Then also remove the output that was committed after checkpoint {checkpointId}, because the job writes it again.";
}
