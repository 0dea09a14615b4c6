namespace StateGen.Checkpoints;

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
