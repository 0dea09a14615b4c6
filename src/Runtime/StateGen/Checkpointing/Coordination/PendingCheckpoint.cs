using System.Collections.Immutable;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// A checkpoint that is being taken, and the barrier that travels through the job for it. Every subtask reports exactly once, also after the checkpoint was
/// aborted. Thread-safe.
/// </summary>
internal sealed class PendingCheckpoint(long id, bool isFinal, int participants, PendingCommittables parts, CheckpointSession? files)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<Exception?> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedDictionary<int, SplitPosition> _splits = [];
    private readonly SortedDictionary<(int Operator, int Subtask), SubtaskSnapshot> _subtasks = [];
    private int _outstanding = participants;
    private volatile bool _isAborted;

    public long Id => id;

    /// <summary>Whether all input was read: behind this barrier nothing follows.</summary>
    public bool IsFinal => isFinal;

    /// <summary>Takes the files of state; null when the job takes no checkpoints, and the barrier serves to commit the sink alone.</summary>
    public CheckpointSession? Files => files;

    /// <summary>Takes the parts that the sink's writers prepare.</summary>
    public PendingCommittables Parts => parts;

    public bool IsAborted => _isAborted;

    /// <summary>Completes when every subtask has acknowledged, with null; or when the first has declined, with its reason.</summary>
    public Task<Exception?> Completed => _completed.Task;

    /// <summary>Completes when every subtask has reported: no barrier of this checkpoint is on its way any more.</summary>
    public Task Drained => _drained.Task;

    public ImmutableArray<SplitPosition> Splits => [.. _splits.Values];

    public ImmutableArray<SubtaskSnapshot> SubtasksOf(int operatorIndex) =>
        [.. _subtasks.Where(entry => entry.Key.Operator == operatorIndex).Select(entry => entry.Value)];

    /// <summary>The report of a source subtask.</summary>
    public void Acknowledge(IEnumerable<KeyValuePair<int, SplitPosition>> splits) => Report(() =>
    {
        foreach (var (index, split) in splits)
            _splits.Add(index, split);
    });

    /// <summary>The report of an operator subtask.</summary>
    public void Acknowledge(int operatorIndex, SubtaskSnapshot snapshot) => Report(() => _subtasks.Add((operatorIndex, snapshot.Index), snapshot));

    /// <summary>The report of a subtask that has nothing to contribute.</summary>
    public void Acknowledge() => Report(static () => { });

    /// <summary>The report of a subtask that cannot contribute.</summary>
    public void Decline(Exception reason) => Report(() => _completed.TrySetResult(reason));

    /// <summary>Tells subtasks that have not seen the barrier yet to let it pass.</summary>
    public void Abort() => _isAborted = true;

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
/// The parts that the sink's writers have prepared in this attempt and that are not committed yet. Those of a checkpoint that failed stay here and are
/// committed with the next one. Thread-safe.
/// </summary>
internal sealed class PendingCommittables
{
    private readonly Lock _gate = new();
    private ImmutableArray<Committable> _parts = [];

    public void Add(IEnumerable<Committable> parts)
    {
        lock (_gate)
            _parts = _parts.AddRange(parts);
    }

    /// <summary>The parts in the order of checkpoints and subtasks.</summary>
    public ImmutableArray<Committable> All()
    {
        lock (_gate)
            return [.. _parts.OrderBy(part => part.CheckpointId).ThenBy(part => part.Subtask)];
    }

    public void Remove(ImmutableArray<Committable> committed)
    {
        lock (_gate)
            _parts = _parts.RemoveRange(committed);
    }
}

/// <summary>Puts the manifest of a checkpoint together from what the subtasks have reported.</summary>
internal sealed class CheckpointManifestAssembly(JobPlan plan, PipelineOptions options, JobStart start, StateClock clock)
{
    // A pipeline has one source and one sink; the ids leave room for more.
    private const string SourceId = "source";
    private const string SinkId = "sink";

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
        Sources = [new(SourceId, checkpoint.Splits)],
        Operators = [.. plan.Operators.Select(use => new OperatorSnapshot(use.Id, start.Schemas[use.Index], checkpoint.SubtasksOf(use.Index)))],
        Sinks = [new(SinkId, checkpoint.Parts.All())],
        Files = checkpoint.Files!.Files,
    };
}
