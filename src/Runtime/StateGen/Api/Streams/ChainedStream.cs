using StateGen.Engine.Graph;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>
/// Represents the output of an operator that stays partitioned by the operator's key, in the description of a pipeline. Immutable.
/// </summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class ChainedStream<TKey, T>
    where TKey : notnull
{
    private readonly OperatorStream<TKey, T> _previous;

    internal ChainedStream(OperatorStream<TKey, T> previous) => _previous = previous;

    /// <summary>
    /// Processes the stream with an operator, in the subtasks of the operator before it, as many as those. Its output carries the time of the value or timer
    /// during which it was emitted. Checkpoints keep the state of both operators apart, so a later version of the job may have an exchange between them.
    /// </summary>
    /// <typeparam name="TOut">The type of the operator's output.</typeparam>
    /// <param name="createOperator">
    /// A function that creates an operator. It is called once for each parallel subtask, and once more for a description of the operator.
    /// </param>
    /// <param name="id">The stable id of this use of the operator, under which its state is kept; null for the id in its attribute.</param>
    public OperatorStream<TKey, TOut> Process<TOut>(Func<KeyedOperator<TKey, T, TOut>> createOperator, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(createOperator);
        if (id is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new ChainedOperatorStream<TKey, T, TOut>(_previous, createOperator, id);
    }
}

/// <summary>Represents the output of a chained operator whose types are known.</summary>
internal sealed class ChainedOperatorStream<TKey, TIn, TOut>(
    OperatorStream<TKey, TIn> previous, Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id) : OperatorStream<TKey, TOut>
    where TKey : notnull
{
    internal override GraphOutput<TOut> AddTo(JobGraph graph)
    {
        graph.OutputOf(previous);
        var input = (IKeyedOutput<TKey, TIn>)graph.StageOf(previous);
        var stage = new ChainedStage<TKey, TIn, TOut>(createOperator, id, input.Parallelism);
        input.Chain(stage);
        graph.Add(this, stage);
        return stage.Output;
    }

    internal override GraphOutput<TSide> AddSideTo<TSide>(JobGraph graph, OutputTag<TSide> tag)
    {
        graph.OutputOf(this);
        return ((ChainedStage<TKey, TIn, TOut>)graph.StageOf(this)).SideOf(tag);
    }
}
