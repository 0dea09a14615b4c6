namespace StateGen;

/// <summary>
/// The exception that is thrown when a job was asked to stop gracefully and failed before its last checkpoint was complete and committed. Earlier output
/// is kept, and a later run resumes from the latest complete checkpoint.
/// </summary>
public sealed class JobStopException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="latestCheckpointId">The latest complete checkpoint; null if there is none.</param>
    /// <param name="innerException">The failure.</param>
    public JobStopException(string jobId, long? latestCheckpointId, Exception innerException)
        : base(
            $"Job '{jobId}' was asked to stop, but failed before it had stopped: {innerException.Message.TrimEnd('.')}. "
            + "Nothing that was committed is lost. Run the job again: "
            + (latestCheckpointId is { } id ? $"it resumes from checkpoint {id}." : "it starts from the beginning, because it has no checkpoint yet."),
            innerException)
    {
        JobId = jobId;
        LatestCheckpointId = latestCheckpointId;
    }

    /// <summary>Gets the id of the job.</summary>
    public string JobId { get; }

    /// <summary>Gets the latest complete checkpoint, from which a later run resumes; null if there is none.</summary>
    public long? LatestCheckpointId { get; }
}
