using StateGen.Backends;
using StateGen.Checkpointing.Coordination;

namespace StateGen.Engine.Operators;

/// <summary>
/// The snapshots of one operator subtask. A snapshot is begun between two records when a barrier passes; it is written, and reported to the checkpoint, in the
/// background while the operator continues. Used by one thread at a time.
/// </summary>
/// <param name="operatorIndex">The index of the operator in the job.</param>
/// <param name="options">The options of the subtask's store.</param>
/// <param name="begin">A function that begins a snapshot.</param>
internal sealed class SubtaskSnapshots(int operatorIndex, StateStoreOptions options, Func<StateSnapshot> begin)
{
    private Task _writing = Task.CompletedTask;
    private (PendingCheckpoint Checkpoint, StateSnapshot Snapshot)? _last;

    /// <summary>Waits until the last snapshot is written. Never throws.</summary>
    public Task CompleteAsync() => _writing;

    /// <summary>Begins a snapshot, passes the barrier on, and then has the snapshot written and reported.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="watermark">The last watermark whose timers have all fired, read here because the operator continues while the snapshot is written.</param>
    /// <param name="passBarrier">A function that passes the barrier on.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async ValueTask TakeAsync(
        PendingCheckpoint checkpoint, long watermark, Func<PendingCheckpoint, CancellationToken, ValueTask> passBarrier, CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        if (_last is { Checkpoint.IsStored: true })
            _last.Value.Snapshot.Complete();
        var snapshot = TryBegin(checkpoint, out var failure);
        _last = snapshot is null ? null : (checkpoint, snapshot);
        try
        {
            await passBarrier(checkpoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The snapshot will not be written, because the exception fails the job.
            snapshot?.Dispose();
            throw;
        }

        if (snapshot is not null)
            _writing = Task.Run(() => WriteAsync(snapshot, watermark, checkpoint, cancellationToken), CancellationToken.None);
        else if (failure is not null)
            checkpoint.Decline(failure);
        else
            checkpoint.Acknowledge();
    }

    private StateSnapshot? TryBegin(PendingCheckpoint checkpoint, out Exception? failure)
    {
        failure = null;
        try
        {
            return checkpoint.IsAborted || checkpoint.Files is null ? null : begin();
        }
        catch (Exception exception)
        {
            // The failure fails the checkpoint. The coordinator decides whether it also fails the job.
            failure = exception;
            return null;
        }
    }

    /// <summary>Writes a snapshot and reports the result to the checkpoint. Never throws: a failure fails the checkpoint.</summary>
    private async Task WriteAsync(StateSnapshot snapshot, long watermark, PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            var files = new CheckpointStateWriter(checkpoint.Files!, operatorIndex, options.Subtask);
            using (snapshot)
            {
                await checkpoint.Telemetry.WriteStateAsync(options.OperatorId, options.Subtask, () => snapshot.WriteAsync(files, cancellationToken))
                    .ConfigureAwait(false);
            }

            var described = files.Describe(options.KeyGroups, snapshot.ListCounter, watermark);
            checkpoint.Acknowledge(operatorIndex, described with { WriterVersion = snapshot.WriterVersion });
        }
        catch (Exception exception)
        {
            // The coordinator receives the failure, and throws or tolerates it.
            checkpoint.Decline(exception);
        }
    }
}
