using System.Collections.Immutable;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Checkpointing.Coordination;

/// <summary>A checkpoint that is being taken: what the subtasks have reported. Thread-safe.</summary>
internal sealed class PendingCheckpoint(CheckpointBarrier barrier, int participants, CheckpointSession? files, CheckpointTelemetry telemetry)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<Exception?> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedDictionary<(int Source, int Split), SplitPosition> _splits = [];
    private readonly SortedDictionary<(int Operator, int Subtask), SubtaskSnapshot> _subtasks = [];
    private readonly SortedDictionary<string, CheckpointFile> _written = new(StringComparer.Ordinal);
    private int _outstanding = participants;

    public long Id => barrier.CheckpointId;

    public bool IsFinal => barrier.IsFinal;

    /// <summary>Gets the session that completes the checkpoint; null if the job stores no checkpoints and the barrier only commits the sinks.</summary>
    public CheckpointSession? Session => files;

    /// <summary>
    /// Gets a task that completes with null when every subtask has answered, or with the reason of the first subtask that declines.
    /// </summary>
    public Task<Exception?> Completed => _completed.Task;

    /// <summary>Gets a task that completes when every subtask has answered, so that no barrier of this checkpoint is in transit any more.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Gets the files that the subtasks have written, in ordinal order of their paths.</summary>
    public ImmutableArray<CheckpointFile> Files => [.. _written.Values];

    public ImmutableArray<SplitPosition> SplitsOf(int source) => [.. _splits.Where(entry => entry.Key.Source == source).Select(entry => entry.Value)];

    public ImmutableArray<SubtaskSnapshot> SubtasksOf(int operatorIndex) =>
        [.. _subtasks.Where(entry => entry.Key.Operator == operatorIndex).Select(entry => entry.Value)];

    /// <summary>Records what a subtask has reported.</summary>
    public void Record(CheckpointReport report)
    {
        lock (_gate)
        {
            Add(report);
            if (!report.IsAnswer || --_outstanding > 0)
                return;
        }

        _completed.TrySetResult(null);
        _drained.TrySetResult();
    }

    private void Add(CheckpointReport report)
    {
        switch (report)
        {
            case SplitsReported reported:
                foreach (var (index, split) in reported.Splits)
                    _splits.Add((reported.Source, index), split);
                break;
            case StateWritten state:
                _subtasks.Add((state.Operator, state.Snapshot.Index), state.Snapshot);
                foreach (var file in state.Files)
                    _written.Add(file.Path, file);
                break;
            case CheckpointDeclined declined:
                _completed.TrySetResult(declined.Reason);
                break;
            case BarriersAligned aligned:
                telemetry.RecordAlignment(aligned.Duration);
                break;
        }
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
    public CheckpointManifest Describe(PendingCheckpoint checkpoint, PendingCommittables parts) => new()
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
        Sinks = [.. plan.Sinks.Select(sink => new SinkSnapshot(sink.Id, parts.Of(sink.Index)))],
        Files = checkpoint.Files,
    };
}
