using System.Text;
using StateGen.Engine.Jobs;
using StateGen.Engine.Sinks;

namespace StateGen.Engine.Graph;

/// <summary>
/// The stages of a pipeline and how they are connected. It is built from the sinks back to the sources. A stream that is used several times is one output with
/// several consumers. Each attempt builds its own, because the stages count their senders.
/// </summary>
internal sealed class JobGraph
{
    private readonly Dictionary<object, object> _outputs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, IPlannedStage> _byStream = new(ReferenceEqualityComparer.Instance);
    private readonly List<IPlannedStage> _stages = [];
    private readonly List<IPlannedStage> _sinks = [];
    private SinkStage<DeadLetter>? _deadLetters;

    /// <summary>Gets the number of sources so far, which is the index of the next one.</summary>
    public int SourceCount { get; private set; }

    /// <summary>Gets the number of sinks so far, which is the index of the next one.</summary>
    public int SinkCount => _sinks.Count;

    /// <summary>Finds the output of a stream, with everything before it.</summary>
    public GraphOutput<T> OutputOf<T>(EventStream<T> stream)
    {
        if (_outputs.TryGetValue(stream, out var known))
            return (GraphOutput<T>)known;
        var output = stream.AddTo(this);
        _outputs.Add(stream, output);
        return output;
    }

    /// <summary>Adds the stage of a stream, after the stages whose records it receives.</summary>
    public void Add(object stream, IPlannedStage stage)
    {
        _stages.Add(stage);
        _byStream.Add(stream, stage);
    }

    /// <summary>Gets the stage that was added for a stream.</summary>
    public IPlannedStage StageOf(object stream) => _byStream[stream];

    public void AddSource(IGraphStage source)
    {
        _stages.Add(source);
        SourceCount++;
    }

    public void AddSink(IPlannedStage sink) => _sinks.Add(sink);

    /// <exception cref="StateGenException">There is a dead-letter sink already.</exception>
    public void AddDeadLetters(SinkStage<DeadLetter> sink)
    {
        if (_deadLetters is not null)
        {
            throw new StateGenException(
                $"The pipeline has two dead-letter sinks. Call {nameof(RunnablePipeline.WithDeadLetters)} once, on the combined pipeline.")
            {
                IsPermanent = true,
            };
        }

        _deadLetters = sink;
        AddSink(sink);
    }

    public void Describe(JobPlan plan)
    {
        foreach (var stage in _stages.Concat(_sinks))
            stage.Describe(plan);
    }

    /// <summary>Opens all stages, each after those that receive its records, so that they are closed in the opposite order.</summary>
    public async Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.DeadLetters = _deadLetters;
        IReadOnlyList<IGraphStage> stages = [.. _stages.OfType<IGraphStage>()];
        foreach (var stage in stages)
            stage.AnnounceSubtasks(attempt);
        foreach (var stage in stages.Reverse())
            await stage.OpenAsync(attempt, cancellationToken).ConfigureAwait(false);
    }

    public string Explain()
    {
        var text = new GraphText();
        foreach (var stage in _stages.OfType<IGraphRoot>())
            stage.Explain(text);
        if (_deadLetters is not null)
            text.Add("dead letters", _deadLetters.Explain);
        return text.ToString();
    }
}

/// <summary>A part of a pipeline that a plan knows, without the types of its records.</summary>
internal interface IPlannedStage
{
    /// <summary>Adds the stage to a plan.</summary>
    void Describe(JobPlan plan);
}

/// <summary>A stage of a pipeline that has subtasks.</summary>
internal interface IGraphStage : IPlannedStage
{
    /// <summary>Announces the subtasks of the stage to the consumers of its output.</summary>
    void AnnounceSubtasks(JobAttempt attempt);

    /// <summary>Opens the subtasks of the stage.</summary>
    Task OpenAsync(JobAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>A stage at the beginning of a pipeline.</summary>
internal interface IGraphRoot
{
    /// <summary>Describes the stage and what follows it.</summary>
    void Explain(GraphText text);
}

/// <summary>The text that explains a pipeline: a line for each stage, indented under the stage whose records it receives.</summary>
internal sealed class GraphText
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    /// <summary>Adds a line, and below it what follows.</summary>
    public void Add(string line, Action<GraphText>? explainNext = null)
    {
        _text.Append(' ', 2 * _depth).Append(line).Append('\n');
        _depth++;
        explainNext?.Invoke(this);
        _depth--;
    }

    /// <summary>Adds a stage that several others may send records to. The lines below it are added once.</summary>
    public void AddShared(object stage, string line, Action<GraphText> explainNext)
    {
        if (_seen.Add(stage))
            Add(line, explainNext);
        else
            Add($"{line}, see above");
    }

    public override string ToString() => _text.ToString();
}
