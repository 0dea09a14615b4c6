using StateGen.Checkpointing.Log;

namespace StateGen.Checkpoints;

/// <summary>The exception that is thrown when a file of a checkpoint is missing, truncated or altered. Nothing was restored.</summary>
public sealed class CheckpointDamagedException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">The expected content, for example <c>4,096 bytes</c>.</param>
    /// <param name="found">The content that was found instead.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public CheckpointDamagedException(string file, string expected, string found, Exception? innerException = null)
        : this(file, expected, found, "Bring the file back from a copy.", innerException)
    {
    }

    private CheckpointDamagedException(string file, string expected, string found, string advice, Exception? innerException)
        : base($"The checkpoint file '{file}' is damaged: expected {expected}, found {found}. Nothing was restored. {advice}", innerException)
    {
        IsPermanent = true;
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the file.</summary>
    public string File { get; }

    /// <summary>Gets the expected content.</summary>
    public string Expected { get; }

    /// <summary>Gets the content that was found instead.</summary>
    public string Found { get; }

    /// <summary>Creates the same error with other advice in its message.</summary>
    internal CheckpointDamagedException WithAdvice(string advice) => new(File, Expected, Found, advice, InnerException ?? this);
}

/// <summary>
/// The exception that is thrown when a checkpoint is intact but cannot be used: it has another format version, or content of another source or sink.
/// </summary>
public sealed class CheckpointFormatException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The message: what happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public CheckpointFormatException(string message, Exception? innerException = null)
        : base(message, innerException) => IsPermanent = true;
}

/// <summary>
/// The exception that is thrown when another process has taken the job over. The attempt that throws it has ended and changes nothing any more: neither
/// checkpoints nor output. It is not restarted, because that would take the job back.
/// </summary>
public sealed class JobSupersededException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The message: which attempt has taken over, and where it runs.</param>
    /// <param name="innerException">The failure that came first; null when there is none.</param>
    public JobSupersededException(string message, Exception? innerException = null)
        : base(message, innerException) => IsPermanent = true;

    internal JobSupersededException(string jobId, LogAttempt? ended, LogAttempt? successor, string place)
        : this(Describe(jobId, ended, successor, place))
    {
    }

    private static string Describe(string jobId, LogAttempt? ended, LogAttempt? successor, string place) =>
        $"{(ended is null ? $"This start of job '{jobId}'" : $"Attempt {ended.Number} of job '{jobId}'")} has ended, because "
        + (successor is null ? "another attempt" : $"attempt {successor.Number}, in {successor.Whereabouts},")
        + $" has taken over the checkpoints in '{place}'. It has changed nothing since. If both were started on purpose, stop one of them: a job runs once. "
        + "If this process was only stopped or cut off for a while, there is nothing to do.";
}

/// <summary>
/// The exception that is thrown when a checkpoint storage cannot be used: it is not a directory, is not writable, is full, or is in use by another process.
/// </summary>
public sealed class CheckpointStorageException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The message: what happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public CheckpointStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The exception that is thrown when a checkpoint storage belongs to another job.</summary>
public sealed class JobMismatchException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="place">The place that holds the checkpoints.</param>
    /// <param name="storedJobId">The id of the job that the place belongs to.</param>
    /// <param name="requestedJobId">The id of the job that tried to use it.</param>
    public JobMismatchException(string place, string storedJobId, string requestedJobId)
        : base(
            $"'{place}' holds the state of job '{storedJobId}' and cannot be used by job '{requestedJobId}'. "
            + $"Give each job its own place, or run with the job id '{storedJobId}'.")
    {
        IsPermanent = true;
        StoredJobId = storedJobId;
        RequestedJobId = requestedJobId;
    }

    /// <summary>Gets the id of the job that the place belongs to.</summary>
    public string StoredJobId { get; }

    /// <summary>Gets the id of the job that tried to use it.</summary>
    public string RequestedJobId { get; }
}
