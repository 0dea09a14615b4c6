namespace StateGen.Checkpointing.Coordination;

/// <summary>A sink failed while it made the output of a job without checkpoints visible. A restart would write again what is visible already.</summary>
internal sealed class UnrepeatableCommitException(string jobId, Exception innerException) : StateGenException(
    $"The output of job '{jobId}' may be visible in part: {innerException.Message} Remove it and run the job again; with CheckpointTo it would go on from here.", innerException);
