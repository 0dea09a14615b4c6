using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Sources;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Operators;

/// <summary>
/// One parallel subtask of an operator: reads its input gate, runs the operator, forwards its output, aligns barriers, and writes snapshots of the state in the
/// background. Many timers that are due at once fire in slices, between which barriers pass. Records wait until all have fired, and so does a barrier behind
/// them.
/// </summary>
internal sealed class OperatorSubtask<TKey, TIn, TOut>(
    int operatorIndex,
    KeyedOperatorRunner<TKey, TIn, TOut> runner,
    InputGate<TKey, TIn> gate,
    StageOutput<TOut> output,
    JobAttempt attempt,
    SubtaskTelemetry telemetry) : IJobSubtask, IMeasuredSubtask
    where TKey : notnull
{
    private readonly WatermarkPositionList _watermarks = new();
    private readonly TimerSlices _slices = new(attempt.Telemetry.Time);
    private long _watermark = EventTime.Minimum;
    private Task _writing = Task.CompletedTask;
    private (PendingCheckpoint Checkpoint, StateSnapshot Snapshot)? _last;
    private long? _firstBarrier;
    private bool _isFiring;
    private bool _isEnding;

    public long Watermark => runner.Watermark;

    public StateStatistics ReadState() => runner.Store.ReadStatistics();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry.Start(this);
        runner.Cancellation = cancellationToken;
        await PassRestoredWatermarkAsync(cancellationToken).ConfigureAwait(false);
        for (var isFinished = false; !isFinished;)
        {
            var (channel, batch) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            telemetry.CountIn(batch.Count);
            await ProcessAsync(channel, batch, cancellationToken).ConfigureAwait(false);
            if (batch.IsEndOfInput)
                await EndAsync(channel, cancellationToken).ConfigureAwait(false);
            var barrier = batch.Barrier;
            channel.Return(batch);
            if (barrier is not null && Align(channel, barrier))
            {
                await TakeSnapshotAsync(barrier, cancellationToken).ConfigureAwait(false);
                isFinished = barrier.IsLast;
            }

            await default(FairYield);
        }

        await _writing.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.ConfigureAwait(false);
        try
        {
            runner.Failed.ReportTo(telemetry);
            telemetry.Dispose();
        }
        finally
        {
            runner.Dispose();
        }
    }

    /// <summary>Fires the timers that are due, and reads the next batch; in between, only barriers.</summary>
    private async ValueTask<ReceivedBatch<TKey, TIn>> ReadAsync(CancellationToken cancellationToken)
    {
        while (_isFiring)
        {
            if (gate.TryReadBarrier(out var barrier))
                return barrier;
            await FireSliceAsync(cancellationToken).ConfigureAwait(false);
            await _slices.YieldAsync().ConfigureAwait(false);
        }

        for (var yields = Math.Max(output.Patience, runner.SideOutputs.Patience); ; yields--)
        {
            if (gate.TryRead(out var received))
                return received;
            if (yields <= 0)
                break;
            await default(FairYield);
        }

        await SendHeldAsync(cancellationToken).ConfigureAwait(false);
        return await telemetry.MeasureAsync(gate.ReadAsync(cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
    }

    private async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        await telemetry.MeasureAsync(output.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await telemetry.MeasureAsync(runner.SideOutputs.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
    }

    private async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        var begun = attempt.Telemetry.Time.GetTimestamp();
        _slices.Begin();
        runner.TimerLimit = _slices.Limit;
        _isFiring = !(_isEnding ? runner.Drain() : runner.AdvanceWatermark(runner.Watermark));
        _slices.Complete();
        if (_isFiring)
            await HandOverdueOutputOnAsync(cancellationToken).ConfigureAwait(false);
        else
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        gate.CountTime(attempt.Telemetry.Time.GetTimestamp() - begun);
        if (!_isEnding || _isFiring)
            return;
        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await runner.SideOutputs.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Coordinator.ReportEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Align(InputChannel<TKey, TIn> channel, PendingCheckpoint barrier)
    {
        _firstBarrier ??= attempt.Telemetry.Time.GetTimestamp();
        if (!gate.Align(channel))
            return false;
        var duration = attempt.Telemetry.Time.GetElapsedTime(_firstBarrier.Value);
        _firstBarrier = null;
        telemetry.RecordAlignment(duration);
        barrier.Telemetry.RecordAlignment(duration);
        return true;
    }

    // The gate of the next stage does not know the restored watermark. Without this, its watermark would wait for the first advance of every sender.
    private async ValueTask PassRestoredWatermarkAsync(CancellationToken cancellationToken)
    {
        if (runner.Watermark is EventTime.Minimum or EventTime.Maximum)
            return;
        runner.AddOutputWatermark();
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ProcessAsync(InputChannel<TKey, TIn> channel, RecordBatch<TKey, TIn> batch, CancellationToken cancellationToken)
    {
        // A sender stops being idle before the records of its batch, and becomes idle after them.
        gate.SetIdle(channel, channel.IsIdle && batch.IsIdle);
        CombineWatermarks(channel, batch.Watermarks.Span);
        var cursor = default(RecordCursor);
        _slices.Begin();
        while (!Process(batch, ref cursor))
        {
            if (_isFiring)
                break;
            await HandOverdueOutputOnAsync(cancellationToken).ConfigureAwait(false);
            await _slices.YieldAsync().ConfigureAwait(false);
        }

        if (gate.SetIdle(channel, batch.IsIdle))
            _isFiring = runner.TryReach(gate.Watermark);
        if (!_isFiring)
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Process(RecordBatch<TKey, TIn> batch, ref RecordCursor cursor)
    {
        runner.TimerLimit = _slices.Limit;
        if (runner.Process(batch.Records(_watermarks.Span), ref cursor))
            return true;
        _slices.Complete();
        // When only timers are left, the batch can be returned, and barriers pass between them.
        _isFiring = runner.IsAdvancing && cursor.Record == batch.Count && cursor.Watermark == _watermarks.Count;
        return false;
    }

    /// <summary>Combines the watermarks of one channel with those of the other channels, at the same positions between the records.</summary>
    private void CombineWatermarks(InputChannel<TKey, TIn> channel, ReadOnlySpan<WatermarkPosition> watermarks)
    {
        _watermarks.Clear();
        if (watermarks.IsEmpty)
            return;
        var others = gate.LowestWatermarkExcept(channel);
        foreach (var mark in watermarks)
            Combine(mark.Index, Math.Min(mark.Watermark, others));
        channel.Watermark = watermarks[^1].Watermark;
    }

    private void Combine(int index, long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _watermarks.Add(index, watermark);
    }

    private async ValueTask EndAsync(InputChannel<TKey, TIn> channel, CancellationToken cancellationToken)
    {
        gate.End(channel);
        // At the end of input, timers that callbacks register are kept. Those that were due before must not see that.
        while (_isFiring)
            await FireSliceAsync(cancellationToken).ConfigureAwait(false);
        _isEnding = gate.IsEnded;
        _isFiring = _isEnding || runner.TryReach(gate.Watermark);
    }

    /// <summary>Hands the output on if the runner cannot go on with it, or if it has waited long enough.</summary>
    private ValueTask HandOverdueOutputOnAsync(CancellationToken cancellationToken)
    {
        if (runner.IsOutputFull || _slices.IsOutputOverdue)
            return HandOutputOnAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    private async ValueTask HandOutputOnAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var emitted = runner.Output;
        var sides = runner.SideOutputs;
        telemetry.CountOut(emitted.Count + sides.Count);
        if (emitted.Count > 0 || emitted.Watermarks.Count > 0)
        {
            var records = new StreamRecords<TOut> { Events = emitted.ValueMemory, Timestamps = emitted.Timestamps, Watermarks = emitted.Watermarks.Memory };
            await telemetry.MeasureAsync(output.WriteAsync(records, cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        }

        if (sides.IsUsed)
            await telemetry.MeasureAsync(sides.HandOnAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await runner.Failed.HandOnAsync(telemetry, cancellationToken).ConfigureAwait(false);
        emitted.Clear();
        _slices.NoteHandedOn();
    }

    private async ValueTask TakeSnapshotAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        if (checkpoint.IsFinal)
            runner.ReleaseHeldTimers();
        await _writing.ConfigureAwait(false);
        if (_last is { Checkpoint.IsStored: true })
            _last.Value.Snapshot.Complete();
        var snapshot = TryBeginSnapshot(checkpoint, out var failure);
        _last = snapshot is null ? null : (checkpoint, snapshot);
        try
        {
            await output.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
            await runner.SideOutputs.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
            await runner.Failed.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The snapshot will not be written, because the exception fails the job.
            snapshot?.Dispose();
            throw;
        }

        // The watermark is read here, between records, because the runner continues while the snapshot is written.
        var watermark = runner.PassedWatermark;
        if (snapshot is not null)
            _writing = Task.Run(() => WriteAsync(snapshot, watermark, checkpoint, cancellationToken), CancellationToken.None);
        else if (failure is not null)
            checkpoint.Decline(failure);
        else
            checkpoint.Acknowledge();
    }

    private StateSnapshot? TryBeginSnapshot(PendingCheckpoint checkpoint, out Exception? failure)
    {
        failure = null;
        try
        {
            return checkpoint.IsAborted || checkpoint.Files is null ? null : runner.Store.BeginSnapshot();
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
        var options = runner.Store.Options;
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

/// <summary>
/// Yields to the other subtasks. Unlike <see cref="Task.Yield"/>, it queues the continuation at the end of the thread pool's global queue. With fewer threads
/// than subtasks, two subtasks that wake each other would otherwise prevent the others from running.
/// </summary>
internal readonly struct FairYield : ICriticalNotifyCompletion
{
    private static readonly Action<Action> Run = static continuation => continuation();

    public bool IsCompleted => false;

    public FairYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(Run, continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(Run, continuation, preferLocal: false);
}
