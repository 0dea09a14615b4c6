using System.Collections.Immutable;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>What an attempt starts from: the latest checkpoint, or nothing. Immutable.</summary>
internal sealed record JobStart
{
    /// <summary>The attempt of the job, from 1.</summary>
    public required int Attempt { get; init; }

    public required int MaxParallelism { get; init; }

    public required ImmutableArray<SplitPosition> Splits { get; init; }

    /// <summary>The schemas that each operator writes and reads with, in the order of the plan.</summary>
    public required ImmutableArray<SchemaChain> Schemas { get; init; }

    /// <summary>The checkpoints; null when the job takes none.</summary>
    public CheckpointStore? Store { get; init; }

    /// <summary>The checkpoint that is restored.</summary>
    public CheckpointManifest? Restored { get; init; }

    /// <summary>Whether the output that the restored checkpoint had prepared is known to be committed.</summary>
    public bool IsOutputCommitted => Restored is not null && Store!.CommittedCheckpointId == Restored.CheckpointId;

    public ImmutableArray<Committable> PendingCommittables =>
        Restored is null || IsOutputCommitted ? [] : [.. Restored.Sinks.SelectMany(sink => sink.PendingCommittables)];
}
