using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;
using StateGen.Schemas;

namespace StateGen;

/// <summary>Represents a complete pipeline, which can be run. Immutable and thread-safe.</summary>
public sealed class RunnablePipeline
{
    internal RunnablePipeline(IReadOnlyList<Action<JobGraph>> ends) => Ends = ends;

    /// <summary>Gets the sinks, each as a function that adds it to a graph with everything before it.</summary>
    internal IReadOnlyList<Action<JobGraph>> Ends { get; }

    /// <summary>
    /// Adds a sink for the records that the error policy skips, with the exception and the origin. They are written exactly once, as all output is: a restart
    /// neither loses nor repeats them. The error policy must not be <see cref="ErrorPolicy.Fail"/>, which skips nothing. A dead letter that the sink itself
    /// rejects fails the job.
    /// </summary>
    /// <param name="sink">
    /// The sink. Its records are not stored in another form than the sink's own, so it has to turn the event and the exception into what it can write.
    /// </param>
    /// <param name="name">The stable name of the sink, under which checkpoints keep its output.</param>
    public RunnablePipeline WithDeadLetters(ISink<DeadLetter> sink, string name = "dead-letters")
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new([.. Ends, graph => graph.AddDeadLetters(new(sink, name, graph.SinkCount, takesDeadLetters: true))]);
    }

    /// <summary>
    /// Describes the pipeline: a line for each source, function, operator and sink, indented under what it receives events from. An operator that
    /// receives several streams is described once with its output.
    /// </summary>
    /// <exception cref="StateGenException">Two stages have the same id, or have none where they need one.</exception>
    public string Explain()
    {
        _ = new JobPlan(Build);
        return Build().Explain();
    }

    /// <summary>
    /// Runs the job to its end, from its latest checkpoint or, if it has none, from the beginning. A job that has already finished is not run again: its
    /// input is not looked at, so it may be gone, and events that were added to it since are not read.
    /// Each record affects state and sink exactly once, even if the job fails and is restarted.
    /// </summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="cancellationToken">
    /// Abandons the run: only output up to the latest checkpoint is committed. To stop with a checkpoint, use <see cref="PipelineOptions.StopRequested"/>.
    /// </param>
    /// <returns>The result of the run.</returns>
    /// <exception cref="StateSchemaException">An operator cannot read the state that is stored under its id; nothing was read or changed.</exception>
    /// <exception cref="OperatorException">An operator threw, and the error policy is to fail.</exception>
    /// <exception cref="JobStopException">The job was asked to stop, and failed before its last checkpoint was complete.</exception>
    /// <exception cref="StateGenException">The job cannot run or has failed; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">The run was abandoned.</exception>
    public async Task<JobResult> RunAsync(PipelineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var plan = new JobPlan(Build);
        plan.RequireFitting(options.Backend);
        plan.RequireFitting(options.ErrorPolicy);
        options.Backend.Validate();
        var run = new JobRun(plan, options);
        await using (run.ConfigureAwait(false))
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private JobGraph Build()
    {
        var graph = new JobGraph();
        foreach (var addEnd in Ends)
            addEnd(graph);
        return graph;
    }
}
