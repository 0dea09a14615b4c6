using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen.Checkpointing.Restore;

/// <summary>Finds what a job starts from and sees to it that the program fits to it, before anything is read or changed.</summary>
internal sealed class JobRestore(JobPlan plan, PipelineOptions options, ICheckpointStorage? storage, ImmutableArray<SplitPosition> splits)
{
    /// <exception cref="StateSchemaException">An operator cannot read the state that is stored under its id.</exception>
    /// <exception cref="StateGenException">The latest checkpoint is damaged, or does not fit to the options.</exception>
    public async Task<JobStart> FindStartAsync(CancellationToken cancellationToken)
    {
        RequireGone();
        if (storage is null)
            return FreshStart(null);
        var store = await CheckpointStore.OpenAsync(storage, options.JobId, options.RetainedCheckpoints, cancellationToken).ConfigureAwait(false);
        if (store.FindLatest() is not { } latest)
            return FreshStart(store);
        RequireFitting(latest);
        var start = StartFrom(latest, store);
        await store.VerifyAsync(latest, cancellationToken).ConfigureAwait(false);
        return start;
    }

    private JobStart FreshStart(CheckpointStore? store) => new()
    {
        Attempt = 1,
        MaxParallelism = RequireKeyGroups(options.MaxParallelism ?? KeyGroups.DefaultMaxParallelism),
        Splits = splits,
        Schemas = [.. plan.Operators.Select(use => SchemaChain.Start(use.Schema))],
        Store = store,
    };

    private int RequireKeyGroups(int maxParallelism) => options.Parallelism <= maxParallelism
        ? maxParallelism
        : throw new StateGenException(
            $"The job asks for a parallelism of {options.Parallelism}, and its state is to have {maxParallelism} key groups, each of which one subtask owns. Lower Parallelism, or set MaxParallelism.");

    private JobStart StartFrom(CheckpointManifest latest, CheckpointStore store) => new()
    {
        Attempt = latest.Attempt + 1,
        MaxParallelism = latest.MaxParallelism,
        Splits = [.. latest.Sources.SelectMany(source => source.Splits)],
        Schemas = [.. plan.Operators.Select(use => Continue(use, latest, new(options.Time, latest.TimeToLiveClockMilliseconds)))],
        Store = store,
        Restored = latest,
    };

    private static SchemaChain Continue(JobOperator use, CheckpointManifest latest, StateClock clock) =>
        latest.Operators.FirstOrDefault(snapshot => snapshot.Id == use.Id)?.Schemas.Continue(use.Schema, use.Upgrades, clock.Now) ?? SchemaChain.Start(use.Schema);

    private void RequireFitting(CheckpointManifest latest)
    {
        if (latest.Backend != options.Backend.Name)
            throw Refusal(latest, $"was written by the backend '{latest.Backend}', and the job uses '{options.Backend.Name}'. Run it on '{latest.Backend}'.");
        if (options.MaxParallelism is { } requested && requested != latest.MaxParallelism)
            throw Refusal(latest, $"has a maximum parallelism of {latest.MaxParallelism}, which is fixed for the life of the state, and the job asks for {requested}. Leave MaxParallelism unset.");
        if (options.Parallelism > latest.MaxParallelism)
            throw Refusal(latest, $"has a maximum parallelism of {latest.MaxParallelism}, and the job asks for a parallelism of {options.Parallelism}. Lower Parallelism.");
        if (latest.Operators.FirstOrDefault(snapshot => !Has(snapshot.Id) && !options.DroppedOperators.Contains(snapshot.Id, StringComparer.Ordinal)) is { } orphan)
            throw Refusal(latest, $"holds the state of operator '{orphan.Id}', which the pipeline does not have. Bring it back, under that id, or give its state up: {nameof(PipelineOptions)}.{nameof(PipelineOptions.DroppedOperators)} = [\"{orphan.Id}\"].");
    }

    private void RequireGone()
    {
        if (options.DroppedOperators.FirstOrDefault(Has) is { } present)
            throw new StateGenException($"{nameof(PipelineOptions)}.{nameof(PipelineOptions.DroppedOperators)} names '{present}', which the pipeline has. Only the state of an operator that is gone can be given up: take the id out of it, or the operator out of the pipeline.");
    }

    private bool Has(string operatorId) => plan.Operators.Any(use => use.Id == operatorId);

    private static StateGenException Refusal(CheckpointManifest latest, string reason) =>
        new($"Checkpoint {latest.CheckpointId} of job '{latest.JobId}' {reason}");
}

/// <summary>What a checkpoint holds for one operator subtask.</summary>
/// <param name="States">The states of all former subtasks whose key groups overlap with this one's.</param>
/// <param name="Watermark">The watermark that they had reached.</param>
internal sealed record RestoredOperator(IReadOnlyList<RestoredState> States, long Watermark)
{
    public static RestoredOperator Nothing { get; } = new([], EventTime.Minimum);
}
