using StateGen.Engine.Sources;

namespace StateGen;

/// <summary>Begins a pipeline: <c>Pipeline.From(source).WithEventTime(…).KeyBy(…).Process(…).To(sink).RunAsync(…)</c>.</summary>
public static class Pipeline
{
    /// <summary>Begins a pipeline with a source.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="source">The source.</param>
    /// <param name="name">
    /// The stable name of the source, under which checkpoints keep its positions; null if it is the only one of the pipeline.
    /// </param>
    public static SourceStream<T> From<T>(ISource<T> source, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (name is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(source, EventTimeExtraction<T>.None, name);
    }

    /// <summary>Makes one pipeline with several sinks of pipelines that may share streams. It runs as one job.</summary>
    /// <param name="pipelines">The pipelines. A stream that several of them use is read and processed once.</param>
    /// <exception cref="ArgumentException">There is no pipeline.</exception>
    public static RunnablePipeline Combine(params IReadOnlyList<RunnablePipeline> pipelines)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        if (pipelines.Count == 0)
            throw new ArgumentException("A pipeline needs a sink. Pass at least one stream that ends with To(sink).", nameof(pipelines));
        foreach (var pipeline in pipelines)
            ArgumentNullException.ThrowIfNull(pipeline, nameof(pipelines));
        return new([.. pipelines.SelectMany(pipeline => pipeline.Ends)]);
    }
}
