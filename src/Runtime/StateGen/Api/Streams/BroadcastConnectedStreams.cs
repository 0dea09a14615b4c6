using StateGen.Engine.Graph;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>Represents a stream whose events reach every parallel subtask of an operator, in the description of a pipeline. Immutable.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public sealed class BroadcastStream<T>
{
    internal BroadcastStream(EventStream<T> stream) => Stream = stream;

    internal EventStream<T> Stream { get; }
}

/// <summary>Represents a stream that is partitioned by key and one that is broadcast, in the description of a pipeline. Immutable.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TIn">The type of the events that are partitioned by key.</typeparam>
/// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
public sealed class BroadcastConnectedStreams<TKey, TIn, TBroadcast>
    where TKey : notnull
{
    private readonly EventStream<TIn> _input;
    private readonly Func<TIn, TKey> _selector;
    private readonly BroadcastStream<TBroadcast> _broadcast;

    internal BroadcastConnectedStreams(EventStream<TIn> input, Func<TIn, TKey> selector, BroadcastStream<TBroadcast> broadcast)
    {
        _input = input;
        _selector = selector;
        _broadcast = broadcast;
    }

    /// <summary>Processes both streams with an operator. Its output carries the time of the event or timer during which it was emitted.</summary>
    /// <typeparam name="TOut">The type of the operator's output.</typeparam>
    /// <param name="createOperator">
    /// A function that creates an operator. It is called once for each parallel subtask, and once more for a description of the operator.
    /// </param>
    /// <param name="id">The stable id of this use of the operator, under which its state is kept; null for the id in its attribute.</param>
    /// <param name="parallelism">The number of parallel subtasks, positive; null for that of the job.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is not positive.</exception>
    public OperatorStream<TOut> Process<TOut>(
        Func<KeyedBroadcastOperator<TKey, TIn, TBroadcast, TOut>> createOperator, string? id = null, int? parallelism = null)
    {
        OperatorStream<TOut>.RequireValid(createOperator, id, parallelism);
        return new OperatorStream<TKey, TIn, TOut>(_input, _selector, createOperator, id, parallelism)
        {
            BroadcastInput = new BroadcastInput<TKey, TIn, TBroadcast, TOut>(_broadcast.Stream),
        };
    }
}

/// <summary>Represents the broadcast input of an operator, without the type of its events.</summary>
internal interface IBroadcastInput<TKey, TIn, TOut>
    where TKey : notnull
{
    /// <summary>Connects the input with the stage of the operator.</summary>
    void Connect(JobGraph graph, ExchangedStage<TKey, TIn, TOut> stage);
}

/// <summary>Represents the broadcast input of an operator.</summary>
internal sealed class BroadcastInput<TKey, TIn, TBroadcast, TOut>(EventStream<TBroadcast> stream) : IBroadcastInput<TKey, TIn, TOut>
    where TKey : notnull
{
    public void Connect(JobGraph graph, ExchangedStage<TKey, TIn, TOut> stage) =>
        graph.OutputOf(stream).Add(new BroadcastConsumer<TKey, TIn, TBroadcast, TOut>(stage));
}
