using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Sinks;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>The description of a pipeline without the types of its records. Its stages add to it.</summary>
internal sealed class JobPlan
{
    private readonly Func<JobGraph> _build;
    private readonly List<JobSource> _sources = [];
    private readonly List<JobOperator> _operators = [];
    private readonly List<JobSink> _sinks = [];
    private int _rebalances;

    /// <param name="build">A function that builds the graph of the pipeline.</param>
    /// <exception cref="StateGenException">Two stages have the same id, or have none where they need one.</exception>
    public JobPlan(Func<JobGraph> build)
    {
        _build = build;
        build().Describe(this);
        RequireNames("sources", "Pipeline.From", _sources.ConvertAll(static source => (source.Name, source.Description)), _sources.Count);
        RequireNames("sinks", "To", _sinks.ConvertAll(static sink => (sink.Name, sink.Description)), _sinks.Count(static sink => !sink.TakesDeadLetters));
    }

    public IReadOnlyList<JobSource> Sources => _sources;

    public IReadOnlyList<JobOperator> Operators => _operators;

    public IReadOnlyList<JobSink> Sinks => _sinks;

    /// <summary>Gets the number of stages with an exchange before them, which a barrier passes at most one after the other.</summary>
    public int ExchangeCount => _operators.Count(static use => !use.IsChained) + _rebalances;

    /// <summary>Opens every stage for an attempt.</summary>
    public Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken) => _build().OpenAsync(attempt, cancellationToken);

    public void AddSource(string? name, string description, Func<CancellationToken, Task<IReadOnlyList<SplitPosition>>> discoverSplits) =>
        _sources.Add(new(_sources.Count, name, description, discoverSplits));

    public void AddSink(string? name, string description, bool takesDeadLetters, Func<SinkContext, CancellationToken, Task<IJobSink>> open) =>
        _sinks.Add(new(_sinks.Count, name, description, takesDeadLetters, open));

    /// <summary>Adds a stage that rebalances records. It has no state, so checkpoints do not know it.</summary>
    public void AddRebalance() => _rebalances++;

    /// <exception cref="StateGenException">Another use in the job has the same id.</exception>
    public void AddOperator(OperatorSchema schema, IReadOnlyList<StateUpgrade> upgrades, Type? requiredBackend, int? parallelism, bool isChained)
    {
        if (_operators.Exists(use => use.Id == schema.OperatorId))
        {
            throw new StateGenException(
                $"Two operators of the pipeline have the id '{schema.OperatorId}', but their state needs different ids. "
                + "Give one of them another id: Process(..., id: \"...\").");
        }

        _operators.Add(new(_operators.Count, schema, upgrades, requiredBackend, parallelism) { IsChained = isChained });
    }

    /// <exception cref="StateGenException">An operator requires another backend.</exception>
    public void RequireFitting(IStateBackend backend)
    {
        if (_operators.Find(use => use.RequiredBackend?.IsInstanceOfType(backend) == false) is { } use)
        {
            throw new StateGenException(
                $"Operator '{use.Id}' requires the backend '{use.RequiredBackend!.Name}', but the pipeline uses '{backend.GetType().Name}'. "
                + $"Set {nameof(PipelineOptions)}.{nameof(PipelineOptions.Backend)} to the required backend, or remove Backend from its [Operator].");
        }
    }

    /// <exception cref="StateGenException">The pipeline has a dead-letter sink, and the error policy skips nothing.</exception>
    public void RequireFitting(ErrorPolicy policy)
    {
        if (policy.Fails && _sinks.Find(static sink => sink.TakesDeadLetters) is { } sink)
        {
            throw new StateGenException(
                $"The pipeline has the dead-letter sink '{sink.Id}', but {nameof(PipelineOptions)}.{nameof(PipelineOptions.ErrorPolicy)} is "
                + $"{nameof(ErrorPolicy.Fail)}, so that nothing would be written to it. Set it to {nameof(ErrorPolicy)}.{nameof(ErrorPolicy.Skip)}.");
        }
    }

    // Checkpoints know sources and sinks by their ids, which must not depend on the order in which a pipeline is written.
    private static void RequireNames(string kind, string method, List<(string? Name, string Description)> stages, int count)
    {
        if (count > 1 && stages.Find(static stage => stage.Name is null) is { Description: { } unnamed })
        {
            throw new StateGenException(
                $"The pipeline has {count} {kind}, and checkpoints distinguish them by their names, but the one for '{unnamed}' has none. "
                + $"Name it: {method}(..., name: \"...\").") { IsPermanent = true };
        }

        if (stages.CountBy(static stage => stage.Name ?? "", StringComparer.Ordinal).FirstOrDefault(static entry => entry.Value > 1) is { Key: { } name })
        {
            throw new StateGenException(
                $"Two {kind} of the pipeline have the name '{name}', but checkpoints distinguish them by their names. Give one of them another name. "
                + "If the two are the same source, call WithEventTime and WithIdleTimeout first, keep the result in a variable, and use that twice.")
            {
                IsPermanent = true,
            };
        }
    }
}

/// <summary>A source of a job.</summary>
/// <param name="Index">The index among the job's sources, from 0.</param>
/// <param name="Name">The name that the pipeline gives it; null for none.</param>
/// <param name="Description">The name of what is read, in messages.</param>
/// <param name="DiscoverSplits">The function that finds its splits.</param>
internal sealed record JobSource(
    int Index, string? Name, string Description, Func<CancellationToken, Task<IReadOnlyList<SplitPosition>>> DiscoverSplits)
{
    /// <summary>The id of a source without a name, which is the only one.</summary>
    public const string DefaultId = "source";

    private ImmutableArray<SplitPosition> _splits;

    public string Id => Name ?? DefaultId;

    /// <summary>Finds the splits for a fresh start. The splits are found once, so that all attempts read the same.</summary>
    /// <exception cref="StateGenException">The source cannot be read, or two splits have the same id.</exception>
    public async Task<ImmutableArray<SplitPosition>> FindSplitsAsync(CancellationToken cancellationToken)
    {
        if (!_splits.IsDefault)
            return _splits;
        var found = await DiscoverSplits(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (found.CountBy(static split => split.Id, StringComparer.Ordinal).FirstOrDefault(static entry => entry.Value > 1) is { Key: { } id })
            throw new StateGenException($"The source has two splits with the id '{id}'. Give each split an id of its own.");
        return _splits = [.. found];
    }
}

/// <summary>A sink of a job.</summary>
/// <param name="Index">The index among the job's sinks, from 0.</param>
/// <param name="Name">The name that the pipeline gives it; null for none.</param>
/// <param name="Description">The name of what is written to, in messages.</param>
/// <param name="TakesDeadLetters">Whether it receives what the error policy skips.</param>
/// <param name="Open">The function that opens it for a run.</param>
internal sealed record JobSink(
    int Index, string? Name, string Description, bool TakesDeadLetters, Func<SinkContext, CancellationToken, Task<IJobSink>> Open)
{
    /// <summary>The id of a sink without a name, which is the only one.</summary>
    public const string DefaultId = "sink";

    public string Id => Name ?? DefaultId;
}

/// <summary>One use of an operator in a job.</summary>
/// <param name="Index">The index among the job's operators, from 0.</param>
/// <param name="Schema">The schema, with the id of the use.</param>
/// <param name="Upgrades">The upgrades, which convert stored values of older shapes.</param>
/// <param name="RequiredBackend">The type of the backend that the operator requires; null if it runs on any backend.</param>
/// <param name="Parallelism">The number of its subtasks; null for that of the job.</param>
internal sealed record JobOperator(int Index, OperatorSchema Schema, IReadOnlyList<StateUpgrade> Upgrades, Type? RequiredBackend, int? Parallelism)
{
    public string Id => Schema.OperatorId;

    /// <summary>Gets a value indicating whether the operator runs in the subtasks of another one.</summary>
    public bool IsChained { get; init; }
}

/// <summary>A run of records between two stages, with the watermarks between the records. Valid only until the call that receives it has completed.</summary>
internal readonly struct StreamRecords<T>
{
    public ReadOnlyMemory<T> Events { get; init; }

    /// <summary>Gets the event times in milliseconds since the Unix epoch, one for each event.</summary>
    public ReadOnlyMemory<long> Timestamps { get; init; }

    /// <summary>Gets the origins of the records, one for each event; empty if they are unknown.</summary>
    public ReadOnlyMemory<RecordOrigin> Origins { get; init; }

    /// <summary>Gets the watermarks, by ascending index.</summary>
    public ReadOnlyMemory<WatermarkPosition> Watermarks { get; init; }
}
