using StateGen.Keys;

namespace StateGen.Backends;

/// <summary>What one subtask wrote into the checkpoint that is being restored.</summary>
/// <param name="KeyGroups">The key groups that it owned.</param>
/// <param name="ListCounter">Its list counter.</param>
/// <param name="Files">Its files.</param>
public sealed record RestoredState(KeyGroupRange KeyGroups, long ListCounter, IStateFiles Files);
