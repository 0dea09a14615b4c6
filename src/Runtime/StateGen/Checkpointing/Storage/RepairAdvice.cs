using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>The advice about damaged files in messages. Tests follow each of them.</summary>
internal static class RepairAdvice
{
    private const string Copy = "Bring the file back from a copy";
    private const string Beginning =
        $"{Copy}, or start the job again from the beginning: delete everything in the checkpoint storage, and the output of the job.";

    /// <summary>Gets the advice about the claim of the job.</summary>
    public static string Claim(ICheckpointStorage storage) => $"{Copy}{OrRun(storage)}, or delete it: the next start writes it again.";

    /// <summary>Gets the advice about the mark of the latest committed checkpoint in earlier versions of the format.</summary>
    public static string Committed(ICheckpointStorage storage) =>
        $"{Copy}{OrRun(storage)}, or delete it: "
        + "the output of the latest checkpoint is then committed again, which changes nothing that is committed.";

    /// <summary>Gets the advice about the latest entry of the log.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="file">The path of the entry.</param>
    /// <param name="resumable">The checkpoint that the job would resume from without the entry; null if it would start from the beginning.</param>
    public static string Head(ICheckpointStorage storage, string file, long? resumable) => resumable is null ? Beginning
        : $"{Copy}{OrRun(storage)}, or delete '{file}': the job then resumes from checkpoint {resumable}. {OutputSince(resumable.Value)}";

    /// <summary>Gets the advice about the latest checkpoint, or a file of it.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="damaged">The checkpoint.</param>
    /// <param name="older">The latest of the older checkpoints that can be read; null if there is none.</param>
    public static string Checkpoint(ICheckpointStorage storage, RetainedCheckpoint damaged, RetainedCheckpoint? older) => older is null ? Beginning
        : $"{Copy}, or give checkpoint {damaged.CheckpointId} up and resume from checkpoint {older.CheckpointId}: "
        + $"{(storage.AddressOf() is { } address ? $"run {Command(address)}, or " : "")}delete {NamesOf(damaged)}. "
        + OutputSince(older.CheckpointId);

    /// <summary>Gets the command that repairs a storage, as one types it.</summary>
    /// <param name="address">The path or URI of the storage.</param>
    public static string CommandFor(string address) => $"stategen checkpoints repair {Quote(address)}";

    private static string Command(string address) => $"'{CommandFor(address)}'";

    private static string OrRun(ICheckpointStorage storage) => storage.AddressOf() is { } address ? $", or run {Command(address)}" : "";

    // Quotes are needed where a shell would split the address, or take a part of it for something else. Some characters have a meaning between them, too.
    private static string Quote(string address) => address.All(static letter => char.IsLetterOrDigit(letter) || letter is '/' or ':' or '.' or '_' or '-')
        ? address
        : $"\"{(OperatingSystem.IsWindows() ? address : string.Concat(address.Select(Escape)))}\"";

    private static string Escape(char letter) => letter is '"' or '$' or '`' or '\\' ? $"\\{letter}" : $"{letter}";

    private static string NamesOf(RetainedCheckpoint damaged) => CheckpointLayout.IsLogEntry(damaged.Stored.File, out _)
        ? $"'{damaged.Stored.File}' and every file with a higher number in the same folder"
        : $"'{damaged.Stored.File}', '{CheckpointLayout.CommittedPath}' and the folder '{CheckpointLayout.LogFolder.TrimEnd('/')}', as far as they exist";

    private static string OutputSince(long checkpointId) =>
        $"Then also remove the output that was committed after checkpoint {checkpointId}, because the job writes it again.";
}
