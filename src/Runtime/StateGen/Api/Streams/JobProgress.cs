namespace StateGen;

/// <summary>How far a job has come.</summary>
/// <param name="Records">The records that this run has read, those included that it read again after a restart.</param>
/// <param name="RecordsPerSecond">The rate since the report before.</param>
/// <param name="Checkpoints">The checkpoints that this run has completed.</param>
/// <param name="FailedCheckpoints">The checkpoints that failed.</param>
/// <param name="Attempt">The attempt of the job, from 1: its starts and restarts.</param>
public sealed record JobProgress(long Records, double RecordsPerSecond, int Checkpoints, int FailedCheckpoints, int Attempt)
{
    /// <summary>The last failure that this run went on after (<see cref="JobResult.LastFailure"/>); null when there was none.</summary>
    public Exception? LastFailure { get; init; }
}
