using System.Collections.Immutable;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// A checkpoint that is being taken. It is also the barrier that passes through the job. Every subtask reports exactly once, even after the checkpoint was
/// aborted. Thread-safe.
/// </summary>
internal sealed class PendingCheckpoint(
    long id, bool isFinal, int participants, PendingCommittables parts, CheckpointSession? files, CheckpointTelemetry telemetry)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<Exception?> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedDictionary<(int Source, int Split), SplitPosition> _splits = [];
    private readonly SortedDictionary<(int Operator, int Subtask), SubtaskSnapshot> _subtasks = [];
    private int _outstanding = participants;
    private volatile bool _isAborted;
    private volatile bool _isStored;

    public long Id => id;

    /// <summary>Gets a value indicating whether all input was read, so that nothing follows this barrier.</summary>
    public bool IsFinal => isFinal;

    /// <summary>Gets a value indicating whether the job stops at this barrier although its input may go on.</summary>
    public bool IsStop { get; init; }

    /// <summary>Gets a value indicating whether nothing follows this barrier in the attempt.</summary>
    public bool IsLast => IsFinal || IsStop;

    /// <summary>Gets the session that receives the state files; null if the job stores no checkpoints and the barrier only commits the sink.</summary>
    public CheckpointSession? Files => files;

    /// <summary>Gets the collection that receives the parts prepared by the writers of the sinks.</summary>
    public PendingCommittables Parts => parts;

    public CheckpointTelemetry Telemetry => telemetry;

    public bool IsAborted => _isAborted;

    /// <summary>Gets a value indicating whether the checkpoint is stored for good.</summary>
    public bool IsStored => _isStored;

    /// <summary>
    /// Gets a task that completes with null when every subtask has acknowledged, or with the reason of the first subtask that declines.
    /// </summary>
    public Task<Exception?> Completed => _completed.Task;

    /// <summary>Gets a task that completes when every subtask has reported, so that no barrier of this checkpoint is in transit any more.</summary>
    public Task Drained => _drained.Task;

    public ImmutableArray<SplitPosition> SplitsOf(int source) => [.. _splits.Where(entry => entry.Key.Source == source).Select(entry => entry.Value)];

    public ImmutableArray<SubtaskSnapshot> SubtasksOf(int operatorIndex) =>
        [.. _subtasks.Where(entry => entry.Key.Operator == operatorIndex).Select(entry => entry.Value)];

    /// <summary>Records the report of a source subtask.</summary>
    public void Acknowledge(int source, IEnumerable<KeyValuePair<int, SplitPosition>> splits) => Report(() =>
    {
        foreach (var (index, split) in splits)
            _splits.Add((source, index), split);
    });

    /// <summary>Records the report of an operator subtask.</summary>
    public void Acknowledge(int operatorIndex, SubtaskSnapshot snapshot) => Report(() => _subtasks.Add((operatorIndex, snapshot.Index), snapshot));

    /// <summary>Records the report of a subtask that has nothing to contribute.</summary>
    public void Acknowledge() => Report(static () => { });

    /// <summary>Records the report of a subtask that cannot contribute.</summary>
    public void Decline(Exception reason) => Report(() => _completed.TrySetResult(reason));

    /// <summary>Aborts the checkpoint. Subtasks that have not seen the barrier yet only forward it.</summary>
    public void Abort() => _isAborted = true;

    /// <summary>Records that the checkpoint is stored for good.</summary>
    public void MarkStored() => _isStored = true;

    private void Report(Action record)
    {
        lock (_gate)
        {
            record();
            if (--_outstanding > 0)
                return;
        }

        _completed.TrySetResult(null);
        _drained.TrySetResult();
    }
}

/// <summary>
/// The parts that the writers of the sinks have prepared in this attempt and that are not committed yet. The parts of a failed checkpoint are kept and
/// committed with the next one. Thread-safe.
/// </summary>
internal sealed class PendingCommittables
{
    private readonly Lock _gate = new();
    private ImmutableArray<(int Sink, Committable Part)> _parts = [];

    public void Add(int sink, IEnumerable<Committable> parts)
    {
        lock (_gate)
            _parts = _parts.AddRange(parts.Select(part => (sink, part)));
    }

    /// <summary>Gets the parts in the order of sinks, checkpoints and subtasks.</summary>
    public ImmutableArray<(int Sink, Committable Part)> All()
    {
        lock (_gate)
            return [.. _parts.OrderBy(entry => entry.Sink).ThenBy(entry => entry.Part.CheckpointId).ThenBy(entry => entry.Part.Subtask)];
    }

    /// <summary>Gets the parts of one sink, in the order of checkpoints and subtasks.</summary>
    public ImmutableArray<Committable> Of(int sink) => [.. All().Where(entry => entry.Sink == sink).Select(entry => entry.Part)];

    public void Remove(ImmutableArray<(int Sink, Committable Part)> committed)
    {
        lock (_gate)
            _parts = _parts.RemoveRange(committed);
    }
}

/// <summary>Builds the manifest of a checkpoint from the reports of the subtasks.</summary>
internal sealed class CheckpointManifestAssembly(JobPlan plan, PipelineOptions options, JobStart start, StateClock clock)
{
    public CheckpointManifest Describe(PendingCheckpoint checkpoint) => new()
    {
        JobId = options.JobId,
        CheckpointId = checkpoint.Id,
        Attempt = start.Attempt,
        CreatedAt = options.Time.GetUtcNow(),
        IsFinished = checkpoint.IsFinal,
        MaxParallelism = start.MaxParallelism,
        Backend = options.Backend.Name,
        TimeToLiveClockMilliseconds = clock.Now,
        Sources = [.. plan.Sources.Select(source => new SourceSnapshot(source.Id, checkpoint.SplitsOf(source.Index)))],
        Operators = [.. plan.Operators.Select(use => new OperatorSnapshot(use.Id, start.Schemas[use.Index], checkpoint.SubtasksOf(use.Index)))],
        Sinks = [.. plan.Sinks.Select(sink => new SinkSnapshot(sink.Id, checkpoint.Parts.Of(sink.Index)))],
        Files = checkpoint.Files!.Files,
    };
}
