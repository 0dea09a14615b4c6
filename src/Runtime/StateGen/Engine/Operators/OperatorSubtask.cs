using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Sources;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Operators;

/// <summary>
/// One parallel subtask of an operator: reads its input gate, has the operator driven over the records, and aligns barriers. Many timers that are due at once
/// fire in slices, between which barriers pass. Records wait until all have fired, and so does a barrier behind them; those of processing time fire in rounds,
/// between which records have their turn.
/// </summary>
internal sealed class OperatorSubtask<TKey, TIn, TOut>(
    OperatorDriver<TKey, TIn, TOut> driver, InputGate<TKey, TIn> gate, TimeProvider time) : IJobSubtask
    where TKey : notnull
{
    private readonly CombinedWatermarks<TKey, TIn> _watermarks = new(gate);
    private readonly IdleCleanup _cleanup = new(driver, time);
    private readonly ProcessingTimeAlarm _alarm = new(time, gate.Wake);
    private long? _firstBarrier;

    // The input whose end was read, while timers before it are due.
    private InputChannel<TKey, TIn>? _ending;
    private bool _isLastRound;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await driver.BeginAsync(cancellationToken).ConfigureAwait(false);
        for (var isFinished = false; !isFinished;)
        {
            var (channel, batch) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            driver.Telemetry.CountIn(batch.Size);
            await ProcessAsync(channel, batch, cancellationToken).ConfigureAwait(false);
            if (batch.IsEndOfInput)
                _ending = channel;
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && Align(channel, barrier))
            {
                await driver.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
                isFinished = barrier.IsLast;
            }

            await driver.YieldAsync().ConfigureAwait(false);
        }

        await driver.CompleteSnapshotsAsync().ConfigureAwait(false);
    }

    // The attempt owns the driver.
    public ValueTask DisposeAsync() => _alarm.DisposeAsync();

    /// <summary>Fires the timers that are due, ends an input, and reads the next batch; while timers are due, only barriers.</summary>
    private async ValueTask<ReceivedBatch<TKey, TIn>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            driver.BeginProcessingTimers(isLast: false);
            if (await FireAsync(cancellationToken).ConfigureAwait(false) is { IsNone: false } barrier)
                return barrier;
            for (var yields = driver.Patience; ; yields--)
            {
                if (gate.TryRead(out var received))
                    return received;
                if (yields <= 0)
                    break;
                await default(FairYield);
            }

            if (driver.IsProcessingTimeDue)
                continue;
            if (await WaitAsync(cancellationToken).ConfigureAwait(false) is { IsNone: false } next)
                return next;
        }
    }

    /// <summary>Fires the timers that are due, and ends an input.</summary>
    /// <returns>A barrier that arrived meanwhile; none if all have fired.</returns>
    private async ValueTask<ReceivedBatch<TKey, TIn>> FireAsync(CancellationToken cancellationToken)
    {
        while (driver.IsFiring || _ending is not null)
        {
            if (!driver.IsFiring)
            {
                BeginEnd();
                continue;
            }

            if (gate.TryReadBarrier(out var barrier))
                return barrier;
            await FireSliceAsync(cancellationToken).ConfigureAwait(false);
            await driver.YieldAsync().ConfigureAwait(false);
        }

        return default;
    }

    /// <summary>Waits for the next batch, or for a processing-time timer.</summary>
    private async ValueTask<ReceivedBatch<TKey, TIn>> WaitAsync(CancellationToken cancellationToken)
    {
        await driver.SendHeldAsync(cancellationToken).ConfigureAwait(false);
        _alarm.ArmFor(driver.NextProcessingTime);
        var reading = _cleanup.WaitAsync(gate.ReadAsync(cancellationToken), cancellationToken);
        var next = await driver.Telemetry.MeasureAsync(reading, SubtaskActivity.Idle).ConfigureAwait(false);
        driver.BeginTurn();
        return next;
    }

    private async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await driver.FireSliceAsync(cancellationToken).ConfigureAwait(false);
        gate.CountTime(time.GetTimestamp() - begun);
    }

    private bool Align(InputChannel<TKey, TIn> channel, PendingCheckpoint barrier)
    {
        _firstBarrier ??= time.GetTimestamp();
        if (!gate.Align(channel))
            return false;
        var duration = time.GetElapsedTime(_firstBarrier.Value);
        _firstBarrier = null;
        driver.Telemetry.RecordAlignment(duration);
        barrier.Telemetry.RecordAlignment(duration);
        return true;
    }

    private async ValueTask ProcessAsync(InputChannel<TKey, TIn> channel, RecordBatch<TKey, TIn> batch, CancellationToken cancellationToken)
    {
        // A sender stops being idle before the records of its batch, and becomes idle after them.
        gate.SetIdle(channel, channel.IsIdle && batch.IsIdle);
        _watermarks.Combine(channel, batch.Watermarks.Span);
        // A barrier alone must not bring about output that has to wait for timers of chained operators.
        if (batch.Size > 0 || _watermarks.Positions.Count > 0)
            await driver.ProcessAsync(new ReceivedRecords(batch, _watermarks.Positions), cancellationToken).ConfigureAwait(false);
        if (gate.SetIdle(channel, batch.IsIdle))
            driver.Reach(gate.Watermark);
        await driver.CompleteBatchAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fires the processing-time timers that are due when the end of an input was read, and then ends the input.</summary>
    private void BeginEnd()
    {
        _isLastRound = !_isLastRound;
        if (_isLastRound)
            driver.BeginProcessingTimers(isLast: true);
        else
            End();
    }

    // At the end of input, timers that callbacks register are kept. Those that were due before must not see that, so they have all fired.
    private void End()
    {
        gate.End(_ending!);
        _ending = null;
        if (gate.IsEnded)
            driver.BeginEnd();
        else
            driver.Reach(gate.Watermark);
    }

    private readonly struct ReceivedRecords(RecordBatch<TKey, TIn> batch, WatermarkPositionList watermarks) : IKeyedRecords<TKey, TIn>
    {
        public KeyedRecords<TKey, TIn> Records => batch.Records(watermarks.Span);
    }
}
