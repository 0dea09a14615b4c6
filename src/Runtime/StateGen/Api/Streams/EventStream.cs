using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Sinks;
using StateGen.Engine.Sources;

namespace StateGen;

/// <summary>
/// Represents a stream of events in the description of a pipeline. Immutable. A stream can be used several times: each use receives all of its events. They are
/// the same objects, on different threads, so nothing may change an event. A function on a stream runs where the events come from, so it must be thread-safe;
/// if it throws for an event, the <see cref="ErrorPolicy"/> applies to that event.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class EventStream<T>
{
    private protected EventStream()
    {
    }

    /// <summary>Replaces each event. Its event time stays.</summary>
    /// <typeparam name="TOut">The type of the new events.</typeparam>
    /// <param name="selector">A function that returns the new event. It should depend only on the event, because a restart may repeat it.</param>
    /// <param name="name">The name of the function in errors, dead letters and logs; null for one like "Select after source 'orders'".</param>
    public EventStream<TOut> Select<TOut>(Func<T, TOut> selector, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        RequireValid(name);
        return new FunctionStream<T, TOut>(this, "Select", name, (next, place) => new SelectOutput<T, TOut>(selector, place, next));
    }

    /// <summary>Keeps the events for which a condition is true.</summary>
    /// <param name="condition">A function that returns true for an event to keep.</param>
    /// <param name="name">The name of the function in errors, dead letters and logs; null for one like "Where after source 'orders'".</param>
    public EventStream<T> Where(Func<T, bool> condition, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        RequireValid(name);
        return new FunctionStream<T, T>(this, "Where", name, (next, place) => new WhereOutput<T>(condition, place, next));
    }

    /// <summary>Replaces each event by any number of events, which get its event time.</summary>
    /// <typeparam name="TOut">The type of the new events.</typeparam>
    /// <param name="selector">
    /// A function that returns the new events. They are enumerated once. If the error policy is <see cref="ErrorPolicy.Fail"/>, they are never held all at the
    /// same time; any other policy drops all of them if the function or the enumeration throws.
    /// </param>
    /// <param name="name">The name of the function in errors, dead letters and logs; null for one like "SelectMany after source 'orders'".</param>
    public EventStream<TOut> SelectMany<TOut>(Func<T, IEnumerable<TOut>> selector, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        RequireValid(name);
        return new FunctionStream<T, TOut>(this, "SelectMany", name, (next, place) => new SelectManyOutput<T, TOut>(selector, place, next));
    }

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its subtask; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public virtual EventStream<T> WithEventTime(Func<T, DateTimeOffset> selector, TimeSpan maxOutOfOrderness) =>
        WithEventTime(selector, WatermarkStrategy.Bounded(maxOutOfOrderness));

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event, in UTC; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its subtask; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public virtual EventStream<T> WithEventTime(Func<T, DateTime> selector, TimeSpan maxOutOfOrderness) =>
        WithEventTime(selector, WatermarkStrategy.Bounded(maxOutOfOrderness));

    /// <summary>
    /// Assigns event times in the subtasks that send the events, instead of those that the events had. Each subtask has one watermark for all that it
    /// sends, whatever split or stream it comes from, and the watermark of the input is dropped. So assign event times at the source where it is possible:
    /// with several splits in a subtask, events of one may be late because another is ahead. A subtask that sends no events holds the watermark back until
    /// its input ends, unless it is idle. After a restart, the watermark begins again; operators keep the one that they have reached.
    /// </summary>
    /// <param name="selector">A function that returns the time of an event; rounded up to the millisecond.</param>
    /// <param name="strategy">The strategy that computes the watermarks of a subtask.</param>
    public virtual EventStream<T> WithEventTime(Func<T, DateTimeOffset> selector, WatermarkStrategy<T> strategy) =>
        With(EventTimeExtraction<T>.Of(selector, strategy));

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event, in UTC; rounded up to the millisecond.</param>
    /// <param name="strategy">The strategy that computes the watermarks of a subtask.</param>
    public virtual EventStream<T> WithEventTime(Func<T, DateTime> selector, WatermarkStrategy<T> strategy) =>
        With(EventTimeExtraction<T>.Of(selector, strategy));

    /// <summary>Combines the stream with others. The watermark of the result is the lowest of all; their events are in no order among each other.</summary>
    /// <param name="others">The other streams.</param>
    public EventStream<T> Union(params IReadOnlyList<EventStream<T>> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others)
            ArgumentNullException.ThrowIfNull(other, nameof(others));
        return new UnionStream<T>([this, .. others]);
    }

    /// <summary>
    /// Distributes the events in turn over parallel subtasks, in which the functions and sinks that follow run, up to the next operator. So a function that
    /// takes long runs in parallel although the source has few splits, and a sink gets as many writers. Two events may overtake each other; those that the
    /// same subtask sends to the same subtask stay in order. Event times stay, and so does the watermark. Nothing is stored: the stage may be added,
    /// removed and changed between two runs of a job.
    /// </summary>
    /// <param name="parallelism">The number of parallel subtasks, positive; null for that of the job.</param>
    /// <param name="name">The name of the stage in metrics.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is not positive.</exception>
    public EventStream<T> Rebalance(int? parallelism = null, string name = "rebalance")
    {
        if (parallelism is { } subtasks)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(subtasks, nameof(parallelism));
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new RebalancedStream<T>(this, parallelism, name);
    }

    /// <summary>Partitions the stream by key: events with the same key are processed in order and share the same state.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="selector">A function that returns the key of an event. The key must depend only on the event.</param>
    public KeyedStream<TKey, T> KeyBy<TKey>(Func<T, TKey> selector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(this, selector);
    }

    /// <summary>
    /// Makes the stream one whose events reach every parallel subtask of an operator, where it is connected: <c>keyed.Connect(stream.Broadcast())</c>.
    /// </summary>
    public BroadcastStream<T> Broadcast() => new(this);

    /// <summary>Ends the pipeline with a sink. A pipeline with several sinks is made of such pipelines by <see cref="Pipeline.Combine"/>.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="name">
    /// The stable name of the sink, under which checkpoints keep its output; null if it is the only one of the pipeline.
    /// </param>
    public RunnablePipeline To(ISink<T> sink, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        RequireValid(name);
        return new([graph => AddSink(graph, sink, name)]);
    }

    /// <summary>Adds the stream to a graph, after the streams that it comes from.</summary>
    internal abstract GraphOutput<T> AddTo(JobGraph graph);

    private FunctionStream<T, T> With(EventTimeExtraction<T> eventTime) =>
        new(this, nameof(WithEventTime), name: null, (next, place) => new EventTimeOutput<T>(eventTime, place, next));

    private static void RequireValid(string? name)
    {
        if (name is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
    }

    private void AddSink(JobGraph graph, ISink<T> sink, string? name)
    {
        var input = graph.OutputOf(this);
        var stage = new SinkStage<T>(sink, name, graph.SinkCount);
        graph.AddSink(stage);
        input.Add(stage);
    }
}

/// <summary>Represents a function on a stream in the description of a pipeline.</summary>
/// <param name="input">The stream.</param>
/// <param name="kind">The kind of the function, such as Select.</param>
/// <param name="name">The name that the user gave it; null for none.</param>
/// <param name="create">A function that creates the output of a subtask, given what follows it and its place.</param>
internal sealed class FunctionStream<TIn, TOut>(
    EventStream<TIn> input, string kind, string? name, Func<StageOutput<TOut>, FunctionPlace, StageOutput<TIn>> create) : EventStream<TOut>
{
    internal override GraphOutput<TOut> AddTo(JobGraph graph)
    {
        var before = graph.OutputOf(input);
        var output = new GraphOutput<TOut> { Origin = before.Origin };
        before.Add(new FunctionConsumer<TIn, TOut>(new(before.Origin, kind, name), output, create));
        return output;
    }
}

/// <summary>Represents a stream that is distributed in turn, in the description of a pipeline.</summary>
internal sealed class RebalancedStream<T>(EventStream<T> input, int? parallelism, string name) : EventStream<T>
{
    internal override GraphOutput<T> AddTo(JobGraph graph)
    {
        var inputs = graph.OutputOf(input);
        var stage = new RebalanceStage<T>(inputs.Origin, parallelism, name);
        graph.Add(this, stage);
        inputs.Add(stage);
        return stage.Output;
    }
}

/// <summary>Represents several streams as one in the description of a pipeline.</summary>
internal sealed class UnionStream<T>(EventStream<T>[] inputs) : EventStream<T>
{
    internal override GraphOutput<T> AddTo(JobGraph graph)
    {
        var output = new GraphOutput<T>();
        foreach (var input in inputs)
            graph.OutputOf(input).Add(output);
        return output;
    }
}
