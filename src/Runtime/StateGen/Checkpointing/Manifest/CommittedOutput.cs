namespace StateGen.Checkpointing.Manifest;

/// <summary>
/// Says up to which checkpoint the sinks have committed their output; kept beside the checkpoints. It tells a checkpoint that was completed and lost its
/// manifest from one that never was, and spares a restart to ask for output that was visible already and has been taken away since.
/// </summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="CheckpointId">The checkpoint.</param>
internal sealed record CommittedOutput(int FormatVersion, long CheckpointId);
