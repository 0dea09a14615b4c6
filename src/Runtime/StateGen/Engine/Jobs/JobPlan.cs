using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>What a pipeline consists of, as far as it can be told without the types of its records. Filled by its stages, in order.</summary>
internal sealed class JobPlan
{
    private readonly List<OperatorUse> _operators = [];

    public IReadOnlyList<OperatorUse> Operators => _operators;

    public required Func<CancellationToken, Task<IReadOnlyList<SplitPosition>>> DiscoverSplits { get; init; }

    /// <summary>Opens every stage for an attempt.</summary>
    public required Func<JobAttempt, CancellationToken, Task> Open { get; init; }

    public Func<string, long, ImmutableArray<PendingPart>, CancellationToken, Task> RestoreSink { get; set; } = null!;

    public Func<ImmutableArray<PendingPart>, CancellationToken, Task> CommitSink { get; set; } = null!;

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
