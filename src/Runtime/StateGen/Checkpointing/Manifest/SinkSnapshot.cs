using System.Collections.Immutable;

namespace StateGen.Checkpoints;

/// <summary>What one sink has prepared and not yet committed.</summary>
/// <param name="Id">The id of the sink within the job.</param>
/// <param name="PendingParts">The prepared parts of all its subtasks.</param>
public sealed record SinkSnapshot(string Id, ImmutableArray<PendingPart> PendingParts);
