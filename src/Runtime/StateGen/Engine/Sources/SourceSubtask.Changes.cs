using System.Collections.Concurrent;
using StateGen.Checkpoints;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

// The splits of a subtask change while it runs. Its watcher leaves the changes in a queue, and the subtask makes them between two batches, in their order and
// before the next barrier. A split stays with its subtask for the whole attempt, also while it is revoked, so every checkpoint holds its position once.
internal sealed partial class SourceSubtask<T>
{
    private readonly ConcurrentQueue<Func<ValueTask>> _changes = new();
    private readonly Dictionary<SplitCursor<T>, SplitPosition?> _restarting = [];
    private bool _mayChange = mayChange;
    private int _load = splits.Count(static split => split.IsActive);

    /// <summary>Gets the number of active splits, with those that were given to the subtask and have not reached it yet. Can be read on any thread.</summary>
    public int Load => Volatile.Read(ref _load);

    /// <summary>Gives a new split to the subtask.</summary>
    public void Add(SplitCursor<T> split)
    {
        Interlocked.Increment(ref _load);
        Post(() =>
        {
            _splits.Add(split);
            return ActivateAsync(split);
        });
    }

    /// <summary>Makes the subtask stop reading one of its splits.</summary>
    public void Revoke(SplitCursor<T> split) => Post(() => BeginRevocationAsync(split));

    /// <summary>Makes the subtask read one of its revoked splits again.</summary>
    /// <param name="split">The split, whose revocation may still be under way.</param>
    /// <param name="position">The position to read from; null for that at which the reading ended.</param>
    public void Restart(SplitCursor<T> split, SplitPosition? position)
    {
        Interlocked.Increment(ref _load);
        Post(() => RestartAsync(split, position));
    }

    /// <summary>Tells the subtask that no more changes follow.</summary>
    public void EndChanges() => Post(() =>
    {
        _mayChange = false;
        return ValueTask.CompletedTask;
    });

    private void Post(Func<ValueTask> change)
    {
        _changes.Enqueue(change);
        _wake.Set();
    }

    // A split without events holds back the watermark, if that is not beyond it already, and the subtask is not idle any more.
    private ValueTask ActivateAsync(SplitCursor<T> split)
    {
        attempt.Telemetry.Logger.SplitAdded(attempt.JobId, split.Id, place.Subtask);
        Activate(split);
        return AdvanceWatermarkAsync();
    }

    private ValueTask BeginRevocationAsync(SplitCursor<T> split)
    {
        // If it is to be read again after a revocation that is under way, then it is not.
        if (_restarting.Remove(split))
            Interlocked.Decrement(ref _load);
        if (!split.IsActive)
            return ValueTask.CompletedTask;
        split.Revoke();
        if (split.Pending is not null)
            return CancelPendingAsync(split);
        // It waits for the future, or for its turn: in both cases its next turn ends it.
        if (split.Wait!.IsWaiting)
        {
            split.Wait.End();
            _ready.Enqueue(split);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask CancelPendingAsync(SplitCursor<T> split)
    {
        split.Wait!.LimitBy(attempt.Grace.StartAsync());
        await split.Stop!.CancelAsync().ConfigureAwait(false);
    }

    private async ValueTask EndRevokedAsync(SplitCursor<T> split)
    {
        var pending = split.Pending;
        var close = split.Detach();
        if (pending is { IsCompleted: false })
            attempt.Grace.Abandon(NameOfRead(split), pending, close!);
        else if (close is not null)
            await close().ConfigureAwait(false);
        attempt.Telemetry.Logger.SplitRevoked(attempt.JobId, split.Id, place.Subtask);
        await DeactivateAsync(split).ConfigureAwait(false);
        if (_restarting.Remove(split, out var position))
            await ActivateAgainAsync(split, position).ConfigureAwait(false);
    }

    private ValueTask RestartAsync(SplitCursor<T> split, SplitPosition? position)
    {
        if (!_active.Contains(split))
            return ActivateAgainAsync(split, position);
        _restarting[split] = position;
        return ValueTask.CompletedTask;
    }

    private ValueTask ActivateAgainAsync(SplitCursor<T> split, SplitPosition? position)
    {
        if (split.IsFinished && position is null)
        {
            Interlocked.Decrement(ref _load);
            return ValueTask.CompletedTask;
        }

        split.Restart(position);
        return ActivateAsync(split);
    }
}
