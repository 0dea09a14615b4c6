namespace StateGen.Checkpoints;

/// <summary>A file of a checkpoint is missing, truncated or altered. Nothing of it was used.</summary>
public sealed class CheckpointDamagedException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">What the file should be, for example <c>4,096 bytes</c>.</param>
    /// <param name="found">What was found instead.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointDamagedException(string file, string expected, string found, Exception? innerException = null)
        : base(
            $"The checkpoint file '{file}' is damaged: expected {expected}, found {found}. Nothing was restored. "
            + "Bring the file back from a copy, or remove the damaged checkpoint to resume from an older one.",
            innerException)
    {
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What the file should be.</summary>
    public string Expected { get; }

    /// <summary>What was found instead.</summary>
    public string Found { get; }
}
