using StateGen.Engine.Jobs;
using StateGen.Engine.Sinks;

namespace StateGen;

/// <summary>A stream of events within a pipeline that is being described. Immutable.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class EventStream<T>
{
    private protected EventStream()
    {
    }

    /// <summary>Partitions the stream: what has the same key meets the same state, in order.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="selector">The key of an event. It must depend on the event alone.</param>
    public KeyedStream<TKey, T> KeyBy<TKey>(Func<T, TKey> selector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(this, selector);
    }

    /// <summary>Ends the pipeline in a sink.</summary>
    /// <param name="sink">The sink.</param>
    public RunnablePipeline To(ISink<T> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new(() => Describe(new SinkStage<T>(sink)));
    }

    internal abstract JobPlan Describe(Stage<T> next);
}
