using StateGen.Engine.Jobs;
using StateGen.Engine.Sinks;

namespace StateGen;

/// <summary>Represents a stream of events in the description of a pipeline. Immutable.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class EventStream<T>
{
    private protected EventStream()
    {
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

    /// <summary>Ends the pipeline with a sink.</summary>
    /// <param name="sink">The sink.</param>
    public RunnablePipeline To(ISink<T> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new(() => Describe(new SinkStage<T>(sink)));
    }

    internal abstract JobPlan Describe(Stage<T> next);
}
