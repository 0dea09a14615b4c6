using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>What a pipeline consists of, as far as it can be told without the types of its records. Filled by its stages, in order.</summary>
internal sealed class JobPlan
{
    private readonly List<JobOperator> _operators = [];

    public IReadOnlyList<JobOperator> Operators => _operators;

    public required Func<CancellationToken, Task<IReadOnlyList<SplitPosition>>> DiscoverSplits { get; init; }

    /// <summary>Opens every stage for an attempt.</summary>
    public required Func<JobAttempt, CancellationToken, Task> Open { get; init; }

    public Func<string, long, ImmutableArray<Committable>, CancellationToken, Task> RestoreSink { get; set; } = null!;

    public Func<ImmutableArray<Committable>, CancellationToken, Task> CommitSink { get; set; } = null!;

    /// <exception cref="StateGenException">Another use in the job has the same id.</exception>
    public void AddOperator(OperatorSchema schema, IReadOnlyList<StateUpgrade> upgrades, Type? requiredBackend)
    {
        if (_operators.Exists(use => use.Id == schema.OperatorId))
            throw new StateGenException($"Two operators of the pipeline have the id '{schema.OperatorId}', under which their state is kept. Give one of them another: Process(..., id: \"...\").");
        _operators.Add(new(_operators.Count, schema, upgrades, requiredBackend));
    }

    /// <exception cref="StateGenException">An operator requires another backend.</exception>
    public void RequireFitting(IStateBackend backend)
    {
        if (_operators.Find(use => use.RequiredBackend?.IsInstanceOfType(backend) == false) is { } use)
            throw new StateGenException($"Operator '{use.Id}' requires the backend '{use.RequiredBackend!.Name}', and the pipeline uses '{backend.GetType().Name}'. Set {nameof(PipelineOptions)}.{nameof(PipelineOptions.Backend)} to one, or take Backend out of its [Operator].");
    }
}

/// <summary>A part of a pipeline that takes records: an operator with all that follows it, or a sink. Immutable.</summary>
internal abstract class Stage<T>
{
    /// <summary>Adds the stage and those behind it to a plan.</summary>
    public abstract void Describe(JobPlan plan);

    /// <summary>Opens the subtasks of the stage and of those behind it, for one attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="senders">The number of subtasks of the stage before.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>What each subtask of the stage before writes to.</returns>
    public abstract Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken);
}

/// <summary>One use of an operator in a job.</summary>
/// <param name="Index">Its place among the job's operators, from 0.</param>
/// <param name="Schema">The schema, under the id of the use.</param>
/// <param name="Upgrades">What converts stored values of older shapes.</param>
/// <param name="RequiredBackend">The type of the backend that it requires; null where it runs on any.</param>
internal sealed record JobOperator(int Index, OperatorSchema Schema, IReadOnlyList<StateUpgrade> Upgrades, Type? RequiredBackend)
{
    public string Id => Schema.OperatorId;
}

/// <summary>A run of records between two stages, with the watermarks that stand between them. Valid only until the call that it was passed to has completed.</summary>
internal readonly struct StreamRecords<T>
{
    public ReadOnlyMemory<T> Events { get; init; }

    /// <summary>The event times, as many, in milliseconds since the Unix epoch.</summary>
    public ReadOnlyMemory<long> Timestamps { get; init; }

    /// <summary>Where the records came from; as many, or none.</summary>
    public ReadOnlyMemory<RecordOrigin> Origins { get; init; }

    /// <summary>The watermarks, by ascending index.</summary>
    public ReadOnlyMemory<WatermarkPosition> Watermarks { get; init; }
}
