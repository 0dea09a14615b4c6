namespace StateGen.Checkpoints;

/// <summary>Output that a two-phase sink prepared for a checkpoint and commits once that is complete; committing twice is harmless.</summary>
/// <param name="JobId">The job that wrote it.</param>
/// <param name="Attempt">The attempt of the job.</param>
/// <param name="Subtask">The subtask of the sink.</param>
/// <param name="CheckpointId">The checkpoint that it was prepared for.</param>
/// <param name="Fields">What the sink needs to commit it, for example the hidden and the final name of a file.</param>
public sealed record PendingPart(string JobId, int Attempt, int Subtask, long CheckpointId, ManifestFields Fields);
