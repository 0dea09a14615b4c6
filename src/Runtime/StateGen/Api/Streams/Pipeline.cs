using StateGen.Engine.Sources;

namespace StateGen;

/// <summary>Begins a pipeline: <c>Pipeline.From(source).WithEventTime(…).KeyBy(…).Process(…).To(sink).RunAsync(…)</c>.</summary>
public static class Pipeline
{
    /// <summary>Begins a pipeline with a source.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="source">The source.</param>
    public static SourceStream<T> From<T>(ISource<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source, EventTimeExtraction<T>.None);
    }
}
