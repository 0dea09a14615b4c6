using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen.Checkpointing.Restore;

/// <summary>Finds the checkpoint that a job starts from, and checks that pipeline and options match it before any state is read or changed.</summary>
/// <param name="plan">The pipeline.</param>
/// <param name="options">The options of the job.</param>
/// <param name="storage">The storage of its checkpoints; null if it stores none.</param>
/// <param name="run">The run, which begins an attempt.</param>
internal sealed class JobRestore(JobPlan plan, PipelineOptions options, ICheckpointStorage? storage, JobIncarnation run)
{
    /// <summary>
    /// Begins an attempt, unless the job has finished. A job that is refused has not changed anything, and has not taken over from one that runs.
    /// </summary>
    /// <exception cref="StateSchemaException">An operator cannot read the state that is stored under its id.</exception>
    /// <exception cref="StateGenException">The latest manifest is damaged or does not match the options. Files of state have not been read yet.</exception>
    /// <exception cref="JobSupersededException">Another run of the job has taken over from this one.</exception>
    public async Task<JobStart> FindStartAsync(CancellationToken cancellationToken)
    {
        RequireGone();
        if (storage is null)
            return await FreshStartAsync(null, cancellationToken).ConfigureAwait(false);
        var store = await CheckpointStore.FindAsync(storage, options.JobId, options.RetainedCheckpoints, run, cancellationToken).ConfigureAwait(false);
        while (NeedsAttempt(store))
        {
            if (await store.TryStartAsync(cancellationToken).ConfigureAwait(false))
                return await StartAsync(store, cancellationToken).ConfigureAwait(false);
            // The last attempt has added to the log before it was superseded, so there may be another latest checkpoint.
        }

        await store.DeleteRemainsAsync(cancellationToken).ConfigureAwait(false);
        return await StartAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private Task<JobStart> StartAsync(CheckpointStore store, CancellationToken cancellationToken) =>
        store.FindLatest() is { } latest ? StartFromAsync(latest, store, cancellationToken) : FreshStartAsync(store, cancellationToken);

    private bool NeedsAttempt(CheckpointStore store)
    {
        if (store.FindLatest() is not { } latest)
            return true;
        var isOutputCommitted = store.CommittedCheckpointId == latest.CheckpointId;
        RequireFitting(latest, isOutputCommitted);
        RequireReadable(latest);
        return !latest.IsFinished || !isOutputCommitted;
    }

    private async Task<JobStart> FreshStartAsync(CheckpointStore? store, CancellationToken cancellationToken) => new()
    {
        Attempt = store?.Attempt ?? 1,
        MaxParallelism = RequireKeyGroups(options.MaxParallelism ?? KeyGroups.DefaultMaxParallelism),
        Splits = await FindSplitsAsync(null, cancellationToken).ConfigureAwait(false),
        Schemas = [.. plan.Operators.Select(use => SchemaChain.Start(use.Schema))],
        Store = store,
    };

    private int HighestParallelism => plan.Operators.Select(use => use.Parallelism ?? options.Parallelism).Prepend(options.Parallelism).Max();

    private int RequireKeyGroups(int maxParallelism) => HighestParallelism <= maxParallelism
        ? maxParallelism
        : throw new StateGenException(
            $"The job has a parallelism of {HighestParallelism}, but its state has only {maxParallelism} key groups, and each subtask needs at least one. "
            + "Lower Parallelism, or set MaxParallelism.") { IsPermanent = true };

    private async Task<JobStart> StartFromAsync(CheckpointManifest latest, CheckpointStore store, CancellationToken cancellationToken) => new()
    {
        Attempt = store.Attempt,
        MaxParallelism = latest.MaxParallelism,
        Splits = await FindSplitsAsync(latest, cancellationToken).ConfigureAwait(false),
        PendingCommittables = [.. plan.Sinks.Select(sink => FindSnapshot(sink, latest)?.PendingCommittables ?? [])],
        Schemas = RequireReadable(latest),
        Store = store,
        Restored = latest,
    };

    /// <exception cref="StateSchemaException">An operator cannot read the state that is stored under its id.</exception>
    private ImmutableArray<SchemaChain> RequireReadable(CheckpointManifest latest) =>
        [.. plan.Operators.Select(use => Continue(use, latest, new(options.Time, latest.TimeToLiveClockMilliseconds)))];

    /// <summary>Finds the splits of each source: in the checkpoint, or, if that does not have the source, by asking it.</summary>
    private async Task<ImmutableArray<ImmutableArray<SplitPosition>>> FindSplitsAsync(CheckpointManifest? latest, CancellationToken cancellationToken)
    {
        var splits = ImmutableArray.CreateBuilder<ImmutableArray<SplitPosition>>(plan.Sources.Count);
        foreach (var source in plan.Sources)
            splits.Add(FindSnapshot(source, latest)?.Splits ?? await source.FindSplitsAsync(cancellationToken).ConfigureAwait(false));
        return splits.MoveToImmutable();
    }

    private SourceSnapshot? FindSnapshot(JobSource source, CheckpointManifest? latest) => plan.Sources.Count == 1 && latest?.Sources is [var only]
        && MayBeNamed(only.Id, source.Id, JobSource.DefaultId) ? only : latest?.Sources.FirstOrDefault(snapshot => snapshot.Id == source.Id);

    private SinkSnapshot? FindSnapshot(JobSink sink, CheckpointManifest latest)
    {
        var deadLetters = plan.Sinks.FirstOrDefault(static other => other.TakesDeadLetters);
        var isOnly = !sink.TakesDeadLetters && plan.Sinks.All(other => other == sink || other == deadLetters);
        var others = latest.Sinks.Where(snapshot => snapshot.Id != deadLetters?.Id).ToArray();
        return isOnly && others is [var only] && MayBeNamed(only.Id, sink.Id, JobSink.DefaultId)
            ? only
            : latest.Sinks.FirstOrDefault(snapshot => snapshot.Id == sink.Id);
    }

    // The only source or sink may get a name later, or lose it. Two names are two sources.
    private static bool MayBeNamed(string before, string now, string defaultId) => before == defaultId || now == defaultId;

    // A source that was read to its end is not needed any more.
    private bool IsDropped(SourceSnapshot source) =>
        source.Splits.All(static split => split.IsFinished) || options.DroppedSources.Contains(source.Id, StringComparer.Ordinal);

    private static SchemaChain Continue(JobOperator use, CheckpointManifest latest, StateClock clock) =>
        latest.Operators.FirstOrDefault(snapshot => snapshot.Id == use.Id) is not { } restored
            ? SchemaChain.Start(use.Schema)
            : restored.Schemas.Continue(
                use.Schema,
                use.Upgrades,
                clock.Now,
                restored.Subtasks.Select(static subtask => subtask.WatermarkMilliseconds).DefaultIfEmpty(EventTime.Minimum).Min());

    private void RequireFitting(CheckpointManifest latest, bool isOutputCommitted)
    {
        if (HostCheckpoint.TryGetFields(latest, out _))
            throw Refusal(latest, "was taken of operator hosts. Restore it with OperatorHost.RestoreAsync, or give the job a storage of its own.");
        if (latest.Backend != options.Backend.Name)
        {
            throw Refusal(
                latest, $"was written by the backend '{latest.Backend}', but the job uses '{options.Backend.Name}'. Run the job on '{latest.Backend}'.");
        }

        if (options.MaxParallelism is { } requested && requested != latest.MaxParallelism)
        {
            throw Refusal(
                latest,
                $"has a maximum parallelism of {latest.MaxParallelism}, which is fixed for the life of the state, but the job sets {requested}. "
                + "Leave MaxParallelism unset.");
        }

        if (HighestParallelism > latest.MaxParallelism)
        {
            throw Refusal(
                latest,
                $"has a maximum parallelism of {latest.MaxParallelism}, but the job has a parallelism of {HighestParallelism}. Lower Parallelism.");
        }

        RequireConnected(latest, isOutputCommitted);
        if (latest.Operators.FirstOrDefault(snapshot => !Has(snapshot.Id) && !IsDropped(snapshot.Id)) is { } orphan)
        {
            throw Refusal(
                latest,
                $"holds the state of operator '{orphan.Id}', which the pipeline does not have. Add the operator again with that id, or drop its state: "
                + $"{nameof(PipelineOptions)}.{nameof(PipelineOptions.DroppedOperators)} = [\"{orphan.Id}\"].");
        }
    }

    // Without its positions, the events of a source would be read again, or never; output that is not committed yet would be lost.
    private void RequireConnected(CheckpointManifest latest, bool isOutputCommitted)
    {
        var (sources, sinks) = (plan.Sources.Select(source => FindSnapshot(source, latest)), plan.Sinks.Select(sink => FindSnapshot(sink, latest)));
        if (latest.Sources.FirstOrDefault(snapshot => !sources.Contains(snapshot) && !IsDropped(snapshot)) is { } source)
        {
            throw Refusal(
                latest,
                $"holds the positions of source '{source.Id}', which the pipeline does not have. Add the source again with that name, "
                + $"Pipeline.From(..., name: \"{source.Id}\"), or drop its positions: "
                + $"{nameof(PipelineOptions)}.{nameof(PipelineOptions.DroppedSources)} = [\"{source.Id}\"].");
        }

        if (!isOutputCommitted && latest.Sinks.FirstOrDefault(snapshot => !sinks.Contains(snapshot) && !snapshot.PendingCommittables.IsEmpty) is { } sink)
        {
            throw Refusal(
                latest,
                $"holds output of sink '{sink.Id}' that may not be visible yet, and the pipeline does not have the sink. Add it again with that name, "
                + $"To(..., name: \"{sink.Id}\"), or {nameof(RunnablePipeline.WithDeadLetters)}(..., name: \"{sink.Id}\") if it was the dead-letter sink, "
                + "until a run has stopped or finished without a failure.");
        }
    }

    private void RequireGone()
    {
        if (options.DroppedOperators.FirstOrDefault(Has) is { } present)
        {
            throw new StateGenException(
                $"{nameof(PipelineOptions)}.{nameof(PipelineOptions.DroppedOperators)} names '{present}', which is still in the pipeline. "
                + "Only the state of a removed operator can be dropped: remove the id from the list, or the operator from the pipeline.")
            {
                IsPermanent = true,
            };
        }
    }

    private bool IsDropped(string operatorId) => options.DroppedOperators.Contains(operatorId, StringComparer.Ordinal);

    private bool Has(string operatorId) => plan.Operators.Any(use => use.Id == operatorId);

    private static StateGenException Refusal(CheckpointManifest latest, string reason) =>
        new($"Checkpoint {latest.CheckpointId} of job '{latest.JobId}' {reason}") { IsPermanent = true };
}

/// <summary>The content of a checkpoint for one operator subtask.</summary>
/// <param name="States">The states of all former subtasks whose key groups overlap with those of this subtask.</param>
/// <param name="Reached">The event times that all of the operator's former subtasks had reached.</param>
internal sealed record RestoredOperator(IReadOnlyList<RestoredState> States, ReachedEventTime Reached)
{
    /// <summary>Gets the file of the broadcast state; null if there is none.</summary>
    public IStateFiles? Broadcast { get; init; }

    /// <summary>Gets the files of the operator state of all former subtasks, in their order; null if there is none.</summary>
    public IReadOnlyList<IStateFiles>? OperatorStates { get; init; }

    public static RestoredOperator Nothing { get; } = new([], ReachedEventTime.Nothing);
}
