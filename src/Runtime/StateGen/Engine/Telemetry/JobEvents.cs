using Microsoft.Extensions.Logging;

namespace StateGen.Engine.Telemetry;

/// <summary>
/// The log messages of a job. Event ids and names are stable; docs/observability.md lists them. The ids from 1400 to 1499 belong to backends. Keys and events
/// are never logged.
/// </summary>
internal static partial class JobEvents
{
    [LoggerMessage(1000, LogLevel.Information,
        "Job {JobId} started attempt {Attempt} on backend {Backend} with parallelism {Parallelism} and {MaxParallelism} key groups.")]
    public static partial void JobStarted(this ILogger logger, string jobId, int attempt, string backend, int parallelism, int maxParallelism);

    [LoggerMessage(1001, LogLevel.Information,
        "Job {JobId} finished after {DurationMilliseconds:F0} ms: {Records} records, {Checkpoints} checkpoints, {FailedCheckpoints} failed checkpoints, "
        + "{Restarts} restarts.")]
    public static partial void JobFinished(
        this ILogger logger, string jobId, double durationMilliseconds, long records, int checkpoints, int failedCheckpoints, int restarts);

    [LoggerMessage(1002, LogLevel.Information, "Job {JobId} had already finished. Nothing was run: input that was added since is not read by this job.")]
    public static partial void JobAlreadyFinished(this ILogger logger, string jobId);

    [LoggerMessage(1003, LogLevel.Information, "Job {JobId} was canceled. A later run continues after its latest checkpoint.")]
    public static partial void JobStopped(this ILogger logger, string jobId);

    [LoggerMessage(1004, LogLevel.Warning, "Job {JobId} failed in {Origin}. Restart {Restart} of this run follows in {DelayMilliseconds:F0} ms.")]
    public static partial void JobRestarting(
        this ILogger logger, Exception exception, string jobId, string origin, int restart, double delayMilliseconds);

    [LoggerMessage(1005, LogLevel.Error, "Job {JobId} failed in {Origin} and is not restarted.")]
    public static partial void JobFailed(this ILogger logger, Exception exception, string jobId, string origin);

    [LoggerMessage(1006, LogLevel.Information, "Job {JobId} was asked to stop. It takes a last checkpoint.")]
    public static partial void StopRequested(this ILogger logger, string jobId);

    [LoggerMessage(1007, LogLevel.Information, "Job {JobId} stopped at checkpoint {CheckpointId}. A later run resumes from it.")]
    public static partial void JobStoppedAt(this ILogger logger, string jobId, long? checkpointId);

    [LoggerMessage(1100, LogLevel.Information,
        "Job {JobId} restores checkpoint {CheckpointId} of {CreatedAt:O}: {Files} files, {SizeBytes} bytes.")]
    public static partial void RestoreStarted(this ILogger logger, string jobId, long checkpointId, DateTimeOffset createdAt, int files, long sizeBytes);

    [LoggerMessage(1101, LogLevel.Information,
        "Job {JobId} restored checkpoint {CheckpointId}: {SizeBytes} bytes in {DurationMilliseconds:F0} ms.")]
    public static partial void RestoreCompleted(this ILogger logger, string jobId, long checkpointId, long sizeBytes, double durationMilliseconds);

    [LoggerMessage(1200, LogLevel.Debug, "Job {JobId} began checkpoint {CheckpointId} (final: {IsFinal}).")]
    public static partial void CheckpointStarted(this ILogger logger, string jobId, long checkpointId, bool isFinal);

    [LoggerMessage(1201, LogLevel.Information,
        "Job {JobId} completed checkpoint {CheckpointId}: {Files} files, {SizeBytes} bytes in {DurationMilliseconds:F0} ms, "
        + "of which barriers were aligned for at most {AlignmentMilliseconds:F0} ms.")]
    public static partial void CheckpointCompleted(
        this ILogger logger, string jobId, long checkpointId, int files, long sizeBytes, double durationMilliseconds, double alignmentMilliseconds);

    [LoggerMessage(1202, LogLevel.Warning,
        "Checkpoint {CheckpointId} of job {JobId} failed. Consecutive failures: {Failures}; tolerable: {Tolerable}.")]
    public static partial void CheckpointFailed(
        this ILogger logger, Exception exception, string jobId, long checkpointId, int failures, int tolerable);

    [LoggerMessage(1203, LogLevel.Debug, "The sink of job {JobId} committed {Parts} parts of checkpoint {CheckpointId}.")]
    public static partial void OutputCommitted(this ILogger logger, string jobId, long checkpointId, int parts);

    [LoggerMessage(1204, LogLevel.Debug, "Job {JobId} discarded the old checkpoint {CheckpointId}.")]
    public static partial void CheckpointDiscarded(this ILogger logger, string jobId, long checkpointId);

    [LoggerMessage(1205, LogLevel.Warning,
        "Job {JobId} could not discard old checkpoints. The next checkpoint or the next start tries again.")]
    public static partial void DiscardFailed(this ILogger logger, Exception exception, string jobId);

    [LoggerMessage(1300, LogLevel.Warning,
        "Stage {OperatorId}, subtask {Subtask}: {Failed} records or timers of one batch failed and were dropped (error policy: {ErrorPolicy}). "
        + "The first one came from {Position}.")]
    public static partial void RecordsFailed(
        this ILogger logger, Exception exception, string operatorId, int subtask, int failed, string errorPolicy, string position);

    [LoggerMessage(1301, LogLevel.Warning, "Job {JobId}: operator {OperatorId} threw when it was closed in subtask {Subtask}.")]
    public static partial void OperatorNotClosed(this ILogger logger, Exception exception, string jobId, string operatorId, int subtask);

    [LoggerMessage(1500, LogLevel.Information, "Job {JobId}: split {Split} was added to source subtask {Subtask}.")]
    public static partial void SplitAdded(this ILogger logger, string jobId, string split, int subtask);

    [LoggerMessage(1501, LogLevel.Information, "Job {JobId}: split {Split} of source subtask {Subtask} was revoked.")]
    public static partial void SplitRevoked(this ILogger logger, string jobId, string split, int subtask);

    [LoggerMessage(1502, LogLevel.Debug, "Job {JobId}: split {Split} is idle and does not hold the watermark back.")]
    public static partial void SplitIdle(this ILogger logger, string jobId, string split);

    [LoggerMessage(1503, LogLevel.Debug, "Job {JobId}: split {Split} delivers again after it was idle.")]
    public static partial void SplitActive(this ILogger logger, string jobId, string split);

    [LoggerMessage(1504, LogLevel.Warning,
        "Job {JobId} no longer waits for {Name}, which was canceled and did not return within {TimeoutMilliseconds:F0} ms. It is closed when it returns.")]
    public static partial void CanceledReadAbandoned(this ILogger logger, string jobId, string name, double timeoutMilliseconds);

    [LoggerMessage(1505, LogLevel.Warning, "Job {JobId}: {Name} returned after it was no longer waited for, and could not be closed.")]
    public static partial void AbandonedReadNotClosed(this ILogger logger, Exception exception, string jobId, string name);
}
