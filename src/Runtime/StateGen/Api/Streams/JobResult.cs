namespace StateGen;

/// <summary>What a run of a finished job has done.</summary>
public sealed record JobResult
{
    /// <summary>Whether the job had been finished before, so that this run has changed nothing.</summary>
    public required bool AlreadyFinished { get; init; }

    /// <summary>The records that this run has read, those included that it read again after a restart.</summary>
    public required long Records { get; init; }

    /// <summary>The checkpoints that this run has completed, the final one included.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The checkpoints that failed.</summary>
    public required int FailedCheckpoints { get; init; }

    /// <summary>The checkpoint that this run started from; null when it started from nothing.</summary>
    public required long? RestoredCheckpointId { get; init; }

    /// <summary>The attempt of the job, from 1, that finished it.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often this run was restarted after a failure.</summary>
    public required int Restarts { get; init; }

    /// <summary>
    /// The last failure that this run went on after: it was restarted, a checkpoint failed and that was tolerated, or an old checkpoint could not be discarded. Null when
    /// there was none.
    /// </summary>
    public Exception? LastFailure { get; init; }
}

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
