namespace StateGen.Checkpointing.Coordination;

/// <summary>A request to take a checkpoint.</summary>
/// <param name="IsFinal">Whether all input was read.</param>
/// <param name="Taken">Receives the number of the checkpoint, or null when it failed, for whoever waits.</param>
internal sealed record CheckpointRequest(bool IsFinal, TaskCompletionSource<long?>? Taken = null);
