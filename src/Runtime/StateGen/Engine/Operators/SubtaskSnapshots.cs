using StateGen.Backends;
using StateGen.Checkpointing.Coordination;

namespace StateGen.Engine.Operators;

/// <summary>
/// The snapshots of one operator subtask. A snapshot is begun between two records when a barrier passes; it is written, and reported to the checkpoint, in the
/// background while the operator continues. Used by one thread at a time.
/// </summary>
/// <param name="operatorIndex">The index of the operator in the job.</param>
/// <param name="options">The options of the subtask's store.</param>
/// <param name="checkpoints">The receiver of the reports.</param>
/// <param name="begin">A function that begins a snapshot.</param>
internal sealed class SubtaskSnapshots(int operatorIndex, StateStoreOptions options, CheckpointWorker checkpoints, Func<StateSnapshot> begin)
{
    private Task _writing = Task.CompletedTask;
    private (CheckpointBarrier Barrier, StateSnapshot Snapshot)? _last;

    /// <summary>Waits until the last snapshot is written. Never throws.</summary>
    public Task CompleteAsync() => _writing;

    /// <summary>Begins a snapshot, passes the barrier on, and then has the snapshot written and reported.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="reached">The event times that the operator has reached, read here because it continues while the snapshot is written.</param>
    /// <param name="passBarrier">A function that passes the barrier on.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async ValueTask TakeAsync(
        CheckpointBarrier barrier,
        ReachedEventTime reached,
        Func<CheckpointBarrier, CancellationToken, ValueTask> passBarrier,
        CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        if (_last is { } last && checkpoints.IsLatestStored(last.Barrier))
            last.Snapshot.Complete();
        var snapshot = TryBegin(barrier, out var failure);
        _last = snapshot is null ? null : (barrier, snapshot);
        try
        {
            await passBarrier(barrier, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The snapshot will not be written, because the exception fails the job.
            snapshot?.Dispose();
            throw;
        }

        if (snapshot is not null)
            _writing = Task.Run(() => WriteAsync(snapshot, reached, barrier, cancellationToken), CancellationToken.None);
        else if (failure is not null)
            checkpoints.Report(new CheckpointDeclined(barrier.CheckpointId, failure));
        else
            checkpoints.Report(new BarrierPassed(barrier.CheckpointId));
    }

    private StateSnapshot? TryBegin(CheckpointBarrier barrier, out Exception? failure)
    {
        failure = null;
        try
        {
            return barrier.StoresState && !checkpoints.IsAborted(barrier) ? begin() : null;
        }
        catch (Exception exception)
        {
            // The failure fails the checkpoint. The coordinator decides whether it also fails the job.
            failure = exception;
            return null;
        }
    }

    /// <summary>Writes a snapshot and reports the result to the checkpoint. Never throws: a failure fails the checkpoint.</summary>
    private async Task WriteAsync(StateSnapshot snapshot, ReachedEventTime reached, CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        try
        {
            var files = new CheckpointStateWriter(checkpoints.FilesOf(barrier), operatorIndex, options.Subtask);
            using (snapshot)
            {
                await checkpoints.WriteStateAsync(barrier, options.OperatorId, options.Subtask, () => snapshot.WriteAsync(files, cancellationToken))
                    .ConfigureAwait(false);
            }

            var described = files.Describe(options.KeyGroups, snapshot.ListCounter, reached) with { WriterVersion = snapshot.WriterVersion };
            checkpoints.Report(new StateWritten(barrier.CheckpointId, operatorIndex, described, files.Files));
        }
        catch (Exception exception)
        {
            // The coordinator receives the failure, and throws or tolerates it.
            checkpoints.Report(new CheckpointDeclined(barrier.CheckpointId, exception));
        }
    }
}
