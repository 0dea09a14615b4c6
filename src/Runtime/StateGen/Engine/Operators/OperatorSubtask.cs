using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Sources;

namespace StateGen.Engine.Operators;

/// <summary>
/// One parallel subtask of an operator: reads its input gate, has the operator driven over the records, and aligns barriers. Many timers that are due at once
/// fire in slices, between which barriers pass. Records wait until all have fired, and so does a barrier behind them; those of processing time fire in rounds,
/// between which records have their turn.
/// </summary>
internal sealed class OperatorSubtask<TKey, TIn, TOut>(
    OperatorDriver<TKey, TIn, TOut> driver, InputGate<TKey, TIn> gate, CheckpointWorker checkpoints, TimeProvider time) : IJobSubtask
    where TKey : notnull
{
    private readonly GateReader<TKey, TIn> _reader = new(gate, driver, driver.Telemetry, checkpoints, time) { Cleanup = new(driver, time) };
    private readonly ProcessingTimeAlarm _alarm = new(time, gate.Wake);

    // The input whose end was read, while timers before it are due.
    private InputChannel<TKey, TIn>? _ending;
    private bool _isLastRound;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await driver.BeginAsync(cancellationToken).ConfigureAwait(false);
        for (var isFinished = false; !isFinished;)
        {
            var received = _reader.Begin(await ReadAsync(cancellationToken).ConfigureAwait(false));
            await ProcessAsync(received, cancellationToken).ConfigureAwait(false);
            var (channel, batch) = received;
            if (batch.IsEndOfInput)
                _ending = channel;
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && _reader.Align(channel, barrier))
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
            if (await _reader.PollAsync().ConfigureAwait(false) is { IsNone: false } received)
                return received;
            if (driver.IsProcessingTimeDue)
                continue;
            await _reader.SendHeldAsync(cancellationToken).ConfigureAwait(false);
            _alarm.ArmFor(driver.NextProcessingTime);
            if (await _reader.WaitAsync(cancellationToken).ConfigureAwait(false) is { IsNone: false } next)
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

            if (_reader.TryReadBarrier(out var barrier))
                return barrier;
            await FireSliceAsync(cancellationToken).ConfigureAwait(false);
            await driver.YieldAsync().ConfigureAwait(false);
        }

        return default;
    }

    private async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await driver.FireSliceAsync(cancellationToken).ConfigureAwait(false);
        _reader.CountTime(time.GetTimestamp() - begun);
    }

    private async ValueTask ProcessAsync(ReceivedBatch<TKey, TIn> received, CancellationToken cancellationToken)
    {
        // A barrier alone must not bring about output that has to wait for timers of chained operators.
        if (received.Batch.Size > 0 || _reader.Watermarks.Count > 0)
            await driver.ProcessAsync(new ReceivedRecords(received.Batch, _reader.Watermarks), cancellationToken).ConfigureAwait(false);
        if (_reader.Complete(received))
            driver.Reach(_reader.Advance());
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
        _reader.End(_ending!);
        _ending = null;
        if (_reader.IsEnded)
            driver.BeginEnd();
        else
            driver.Reach(_reader.Advance());
    }

    private readonly struct ReceivedRecords(RecordBatch<TKey, TIn> batch, WatermarkPositionList watermarks) : IKeyedRecords<TKey, TIn>
    {
        public KeyedRecords<TKey, TIn> Records => batch.Records(watermarks.Span);
    }
}
