using System.Collections.Immutable;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// A checkpoint that is being taken, and the barrier that travels through the job for it. Every subtask reports exactly once, also after the checkpoint was
/// aborted. Thread-safe.
/// </summary>
internal sealed class PendingCheckpoint(long id, bool isFinal, int participants, PreparedParts parts, CheckpointAttempt? files)
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
    public CheckpointAttempt? Files => files;

    /// <summary>Takes the parts that the sink's writers prepare.</summary>
    public PreparedParts Parts => parts;

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
