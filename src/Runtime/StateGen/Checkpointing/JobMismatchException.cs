namespace StateGen.Checkpoints;

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
