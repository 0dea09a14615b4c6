using StateGen.Engine.Graph;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>Represents a stream that is partitioned by key, in the description of a pipeline. Immutable.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="T">The type of the events.</typeparam>
public sealed class KeyedStream<TKey, T>
    where TKey : notnull
{
    private readonly EventStream<T> _input;
    private readonly Func<T, TKey> _selector;

    internal KeyedStream(EventStream<T> input, Func<T, TKey> selector)
    {
        _input = input;
        _selector = selector;
    }

    /// <summary>Connects the stream with another one that is partitioned by the same key, for an operator with two inputs.</summary>
    /// <typeparam name="TSecond">The type of the other stream's events.</typeparam>
    /// <param name="second">The other stream.</param>
    public ConnectedStreams<TKey, T, TSecond> Connect<TSecond>(KeyedStream<TKey, TSecond> second)
    {
        ArgumentNullException.ThrowIfNull(second);
        return new(_input, _selector, second._input, second._selector);
    }

    /// <summary>Connects the stream with one whose events reach every parallel subtask, for an operator with broadcast state.</summary>
    /// <typeparam name="TBroadcast">The type of the broadcast events.</typeparam>
    /// <param name="broadcast">The broadcast stream: <c>stream.Broadcast()</c>.</param>
    public BroadcastConnectedStreams<TKey, T, TBroadcast> Connect<TBroadcast>(BroadcastStream<TBroadcast> broadcast)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        return new(_input, _selector, broadcast);
    }

    /// <summary>Processes the stream with an operator. Its output carries the time of the event or timer during which it was emitted.</summary>
    /// <typeparam name="TOut">The type of the operator's output.</typeparam>
    /// <param name="createOperator">
    /// A function that creates an operator. It is called once for each parallel subtask, and once more for a description of the operator.
    /// </param>
    /// <param name="id">The stable id of this use of the operator, under which its state is kept; null for the id in its attribute.</param>
    /// <param name="parallelism">The number of parallel subtasks, positive; null for that of the job.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is not positive.</exception>
    public OperatorStream<TKey, TOut> Process<TOut>(Func<KeyedOperator<TKey, T, TOut>> createOperator, string? id = null, int? parallelism = null)
    {
        OperatorStream<TOut>.RequireValid(createOperator, id, parallelism);
        return new OperatorStream<TKey, T, TOut>(_input, _selector, createOperator, id, parallelism);
    }
}

/// <summary>Represents the output of an operator in the description of a pipeline.</summary>
/// <typeparam name="TOut">The type of the output.</typeparam>
public abstract class OperatorStream<TOut> : EventStream<TOut>
{
    private protected OperatorStream()
    {
    }

    internal static void RequireValid(object createOperator, string? id, int? parallelism)
    {
        ArgumentNullException.ThrowIfNull(createOperator);
        if (id is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (parallelism is { } subtasks)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(subtasks, nameof(parallelism));
    }

    /// <summary>Gets the stream of a side output: what the operator emits with the tag.</summary>
    /// <typeparam name="TSide">The type of the values.</typeparam>
    /// <param name="tag">The tag.</param>
    public EventStream<TSide> SideOutput<TSide>(OutputTag<TSide> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return new SideStream<TOut, TSide>(this, tag);
    }

    internal abstract GraphOutput<TSide> AddSideTo<TSide>(JobGraph graph, OutputTag<TSide> tag);
}

/// <summary>Represents the output of an operator, and the key of each value, in the description of a pipeline.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TOut">The type of the output.</typeparam>
public abstract class OperatorStream<TKey, TOut> : OperatorStream<TOut>
    where TKey : notnull
{
    private protected OperatorStream()
    {
    }

    /// <summary>
    /// Keeps the stream partitioned: the next operator processes each value under the key for which it was emitted. It runs in the same subtasks, so nothing is
    /// exchanged, and neither key nor hash is computed again.
    /// </summary>
    public ChainedStream<TKey, TOut> KeepKey() => new(this);
}

/// <summary>Represents a side output in the description of a pipeline.</summary>
internal sealed class SideStream<TOut, TSide>(OperatorStream<TOut> stream, OutputTag<TSide> tag) : EventStream<TSide>
{
    internal override GraphOutput<TSide> AddTo(JobGraph graph) => stream.AddSideTo(graph, tag);
}

/// <summary>Represents the output of an operator whose types are known.</summary>
internal sealed class OperatorStream<TKey, TIn, TOut>(
    EventStream<TIn> input, Func<TIn, TKey> keySelector, Func<KeyedOperator<TKey, TIn, TOut>> createOperator, string? id, int? parallelism)
    : OperatorStream<TKey, TOut>
    where TKey : notnull
{
    /// <summary>Gets the broadcast input; null if there is none.</summary>
    public IBroadcastInput<TKey, TIn, TOut>? BroadcastInput { get; init; }

    internal override GraphOutput<TOut> AddTo(JobGraph graph)
    {
        var output = graph.OutputOf(input);
        var stage = new ExchangedStage<TKey, TIn, TOut>(keySelector, createOperator, id, parallelism);
        output.Add(stage);
        BroadcastInput?.Connect(graph, stage);
        graph.Add(this, stage);
        return stage.Output;
    }

    internal override GraphOutput<TSide> AddSideTo<TSide>(JobGraph graph, OutputTag<TSide> tag)
    {
        graph.OutputOf(this);
        return ((OperatorStage<TKey, TIn, TOut>)graph.StageOf(this)).SideOf(tag);
    }
}
