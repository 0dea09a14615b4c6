namespace StateGen;

/// <summary>The result of a run of a job that has finished or was stopped gracefully.</summary>
public sealed record JobResult
{
    /// <summary>
    /// Gets a value indicating whether an earlier run had already finished the job, so that this run read and changed nothing. To read input that was added
    /// since, run another job, with another id or an empty checkpoint directory.
    /// </summary>
    public required bool AlreadyFinished { get; init; }

    /// <summary>Gets the number of records that this run read, including records read again after a restart.</summary>
    public required long Records { get; init; }

    /// <summary>Gets the number of checkpoints that this run completed, including the final one.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>Gets the number of checkpoints that failed.</summary>
    public required int FailedCheckpoints { get; init; }

    /// <summary>Gets the checkpoint that this run started from; null for a fresh start.</summary>
    public required long? RestoredCheckpointId { get; init; }

    /// <summary>Gets the attempt that finished the job, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the number of restarts of this run after a failure.</summary>
    public required int Restarts { get; init; }

    /// <summary>
    /// Gets a value indicating whether the run was stopped (<see cref="PipelineOptions.StopRequested"/>) before the job had finished. A later run resumes it.
    /// </summary>
    public bool IsStopped { get; init; }

    /// <summary>
    /// Gets the checkpoint that the run stopped at, which a later run resumes from; null if the run was not stopped, or if it was stopped before the job had a
    /// checkpoint.
    /// </summary>
    public long? StoppedCheckpointId { get; init; }

    /// <summary>
    /// Gets the last failure that did not end this run: a failure followed by a restart, a tolerated checkpoint failure, or an old checkpoint that could not
    /// be discarded. Null when there was none.
    /// </summary>
    public Exception? LastFailure { get; init; }
}

/// <summary>A report of the progress of a job.</summary>
/// <param name="Records">The number of records that this run has read, including records read again after a restart.</param>
/// <param name="RecordsPerSecond">The rate since the previous report.</param>
/// <param name="Checkpoints">The number of checkpoints that this run has completed.</param>
/// <param name="FailedCheckpoints">The number of checkpoints that failed.</param>
/// <param name="Attempt">The attempt of the job, from 1. Starts and restarts are counted.</param>
public sealed record JobProgress(long Records, double RecordsPerSecond, int Checkpoints, int FailedCheckpoints, int Attempt)
{
    /// <summary>Gets the last failure that did not end this run (<see cref="JobResult.LastFailure"/>); null when there was none.</summary>
    public Exception? LastFailure { get; init; }
}
