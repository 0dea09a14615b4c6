using System.Collections.Immutable;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.Engine.Sinks;
using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>The description of a pipeline without the types of its records. Its stages add to it, in order.</summary>
internal sealed class JobPlan
{
    private readonly List<JobOperator> _operators = [];
    private ImmutableArray<SplitPosition> _splits;

    public IReadOnlyList<JobOperator> Operators => _operators;

    public required Func<CancellationToken, Task<IReadOnlyList<SplitPosition>>> DiscoverSplits { get; init; }

    /// <summary>Gets the function that opens every stage for an attempt.</summary>
    public required Func<JobAttempt, CancellationToken, Task> Open { get; init; }

    /// <summary>Gets or sets the function that opens the sink for a run of a job.</summary>
    public Func<SinkContext, CancellationToken, Task<IJobSink>> OpenSink { get; set; } = null!;

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

    /// <exception cref="StateGenException">Another use in the job has the same id.</exception>
    public void AddOperator(OperatorSchema schema, IReadOnlyList<StateUpgrade> upgrades, Type? requiredBackend)
    {
        if (_operators.Exists(use => use.Id == schema.OperatorId))
        {
            throw new StateGenException(
                $"Two operators of the pipeline have the id '{schema.OperatorId}', but their state needs different ids. "
                + "Give one of them another id: Process(..., id: \"...\").");
        }

        _operators.Add(new(_operators.Count, schema, upgrades, requiredBackend));
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
}

/// <summary>A part of a pipeline that receives records: an operator with all stages after it, or a sink. Immutable.</summary>
internal abstract class Stage<T>
{
    /// <summary>Adds the stage and the stages after it to a plan.</summary>
    public abstract void Describe(JobPlan plan);

    /// <summary>Opens the subtasks of the stage and of the stages after it, for one attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="senders">The number of subtasks of the previous stage.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The outputs of the subtasks of the previous stage.</returns>
    public abstract Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken);
}

/// <summary>One use of an operator in a job.</summary>
/// <param name="Index">The index among the job's operators, from 0.</param>
/// <param name="Schema">The schema, with the id of the use.</param>
/// <param name="Upgrades">The upgrades, which convert stored values of older shapes.</param>
/// <param name="RequiredBackend">The type of the backend that the operator requires; null if it runs on any backend.</param>
internal sealed record JobOperator(int Index, OperatorSchema Schema, IReadOnlyList<StateUpgrade> Upgrades, Type? RequiredBackend)
{
    public string Id => Schema.OperatorId;
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
