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

/// <summary>A checkpoint is intact but this code cannot use it: another format version, or content of another source or sink.</summary>
public sealed class CheckpointFormatException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Another attempt of the job has completed the same checkpoint: two processes run one job.</summary>
public sealed class CheckpointConflictException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="place">The place that holds the checkpoints.</param>
    /// <param name="checkpointId">The checkpoint.</param>
    public CheckpointConflictException(string place, long checkpointId)
        : base($"Checkpoint {checkpointId} in '{place}' was already completed by another process that runs the same job. Stop one of the two.")
        => CheckpointId = checkpointId;

    /// <summary>The checkpoint.</summary>
    public long CheckpointId { get; }
}

/// <summary>The place that holds checkpoints cannot be used: not a directory, not writable, full, or taken by another process.</summary>
public sealed class CheckpointStorageException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The place that holds checkpoints belongs to another job.</summary>
public sealed class JobMismatchException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="place">The place that holds the checkpoints.</param>
    /// <param name="storedJobId">The job that it belongs to.</param>
    /// <param name="requestedJobId">The job that wanted to use it.</param>
    public JobMismatchException(string place, string storedJobId, string requestedJobId)
        : base($"'{place}' holds the state of job '{storedJobId}' and cannot be used by job '{requestedJobId}'. Give each job a place of its own, or run under the job id '{storedJobId}'.")
    {
        StoredJobId = storedJobId;
        RequestedJobId = requestedJobId;
    }

    /// <summary>The job that the place belongs to.</summary>
    public string StoredJobId { get; }

    /// <summary>The job that wanted to use it.</summary>
    public string RequestedJobId { get; }
}
