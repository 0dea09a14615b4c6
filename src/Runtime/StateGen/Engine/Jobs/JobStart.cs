using System.Collections.Immutable;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>The starting point of an attempt: the latest checkpoint, or a fresh start. Immutable.</summary>
internal sealed record JobStart
{
    /// <summary>Gets the attempt of the job, from 1.</summary>
    public required int Attempt { get; init; }

    public required int MaxParallelism { get; init; }

    /// <summary>Gets the splits of each source, in the order of the plan.</summary>
    public required ImmutableArray<ImmutableArray<SplitPosition>> Splits { get; init; }

    /// <summary>Gets the chain of schemas of each operator, in the order of the plan.</summary>
    public required ImmutableArray<SchemaChain> Schemas { get; init; }

    /// <summary>Gets the store of the job's checkpoints; null if the job stores no checkpoints.</summary>
    public CheckpointStore? Store { get; init; }

    /// <summary>Gets the manifest of the restored checkpoint; null for a fresh start.</summary>
    public CheckpointManifest? Restored { get; init; }

    /// <summary>Gets a value indicating whether the prepared output of the restored checkpoint is known to be committed.</summary>
    public bool IsOutputCommitted => Restored is not null && Store!.CommittedCheckpointId == Restored.CheckpointId;

    /// <summary>Gets the output of each sink, in the order of the plan, that the restored checkpoint has prepared and that may not be committed yet.</summary>
    public ImmutableArray<ImmutableArray<Committable>> PendingCommittables { get; init; } = [];

    public ImmutableArray<Committable> PendingOf(JobSink sink) => PendingCommittables.IsEmpty || IsOutputCommitted ? [] : PendingCommittables[sink.Index];
}
