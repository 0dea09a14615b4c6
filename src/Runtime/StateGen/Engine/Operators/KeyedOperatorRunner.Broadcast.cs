using StateGen.Backends;
using StateGen.Backends.Memory.Broadcast;
using StateGen.Backends.Memory.OperatorStates;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <content>Processes broadcast events, which have no key, and adds the broadcast state to snapshots.</content>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut>
{
    private readonly BroadcastContext<TOut> _broadcastContext;

    /// <summary>Gets the broadcast states; null if the operator has no broadcast input.</summary>
    public BroadcastStore? Broadcast => _operator.Broadcast;

    /// <summary>Makes a value a broadcast event, if it is of the type that the operator takes.</summary>
    public BroadcastEvents? TryWrap(object? value, long timestamp) => _operator.TryWrap(value, timestamp, out var events) ? events : null;

    /// <summary>Processes broadcast events and the watermarks between them, as <see cref="Process"/> does keyed records.</summary>
    /// <returns>true if everything has been processed; false if the output is full, as many timers as allowed have fired, or the job is canceled.</returns>
    public bool ProcessBroadcast(BroadcastEvents events, ReadOnlySpan<WatermarkPosition> watermarks, ref RecordCursor cursor)
    {
        while (FireDueTimers())
        {
            if (!TryCompleteVisit())
                return false;
            if (cursor.Watermark < watermarks.Length && watermarks[cursor.Watermark].Index <= cursor.Record)
            {
                Reach(watermarks[cursor.Watermark++].Watermark);
                continue;
            }

            if (cursor.Record == events.Count)
            {
                _store.CompleteBatch();
                return true;
            }

            if (MustStop)
                return false;
            FireBetweenRecords(ref cursor);
            if (ProcessBroadcast(events, cursor.Record++))
                BeginVisit(events, cursor.Record - 1);
        }

        return false;
    }

    /// <summary>
    /// Takes a snapshot of the state for a checkpoint, between records. The broadcast state is in that of the first subtask: at the barrier, all have the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public StateSnapshot BeginSnapshot()
    {
        RequireNoRecord("saved");
        var keyed = _store.BeginSnapshot();
        var broadcast = Broadcast is { IsUsed: true } used && _store.Options.Subtask == 0 ? used.BeginSnapshot() : null;
        var operatorStates = _store.OperatorStates?.BeginSnapshot();
        return broadcast is null && operatorStates is null ? keyed : new CombinedSnapshot(keyed, broadcast, operatorStates);
    }

    /// <returns>true if the event was processed, and has asked for a visit of the keys; otherwise, false.</returns>
    private bool ProcessBroadcast(BroadcastEvents events, int index)
    {
        var emitted = Output.Count;
        var broadcast = Broadcast!;
        // Begins an epoch, by which the side outputs tell this event from the record before it.
        _currentKey.Unset();
        _context.BeginRun();
        _context.BeginRecord(events.Timestamps[index]);
        _currentKey.IsInBroadcast = broadcast.IsWritable = true;
        try
        {
            _operator.InvokeOnBroadcast(events, index, _broadcastContext);
            broadcast.Commit();
            _store.CommitRecord();
            return _broadcastContext.TakeVisit();
        }
        catch (Exception exception)
        {
            // A callback may throw any exception. The error policy applies as to records with a key.
            _broadcastContext.TakeVisit();
            broadcast.Rollback();
            Undo(emitted);
            if (!ErrorPolicy.Covers(exception))
                throw;
            Reject(events.ValueAt(index), events.DescribeOrigin(index), exception);
            return false;
        }
        finally
        {
            _currentKey.IsInBroadcast = broadcast.IsWritable = false;
        }
    }

    private void Reject(object? value, string? position, Exception exception)
    {
        if (!Failed.TryDropBroadcast(new(_store.Options.OperatorId, Key: null, value, Timer: null, position, exception)))
            throw OperatorException.OfBroadcast(_store.Options.OperatorId, position, exception);
    }
}

/// <summary>The snapshot of the keyed, the broadcast and the operator state of one subtask.</summary>
internal sealed class CombinedSnapshot(StateSnapshot keyed, BroadcastSnapshot? broadcast, OperatorStateSnapshot? operatorStates)
    : StateSnapshot(keyed.ListCounter)
{
    public override string? WriterVersion => keyed.WriterVersion;

    public override async Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken)
    {
        await keyed.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        if (broadcast is not null)
            await broadcast.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        if (operatorStates is not null)
            await operatorStates.WriteAsync(files, cancellationToken).ConfigureAwait(false);
    }

    public override void Complete() => keyed.Complete();

    protected override void Dispose(bool disposing)
    {
        broadcast?.Dispose();
        operatorStates?.Dispose();
        keyed.Dispose();
        base.Dispose(disposing);
    }
}
