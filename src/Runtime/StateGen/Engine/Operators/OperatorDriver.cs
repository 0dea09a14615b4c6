using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Operators;

/// <summary>
/// Drives the operator of one subtask between its input and its output: runs it over records, fires its timers in slices, forwards its output, and takes its
/// snapshots. Operators may be chained to the output; they have drivers of their own. Used by one thread at a time.
/// </summary>
internal sealed class OperatorDriver<TKey, TIn, TOut>(
    int operatorIndex,
    int parallelism,
    KeyedOperatorRunner<TKey, TIn, TOut> runner,
    StageOutput<TOut> output,
    JobAttempt attempt,
    SubtaskTelemetry telemetry) : IMeasuredSubtask, IExpiringState, IGateConsumer, IAsyncDisposable
    where TKey : notnull
{
    // Records have their turn after so many processing-time timers, even if more are due, or always register themselves again.
    private const int MostInRound = 16_384;

    private readonly TimerSlices _slices = new(attempt.Telemetry.Time);
    private readonly SubtaskSnapshots _snapshots = new(operatorIndex, runner.Store.Options, attempt.Checkpoints, runner.BeginSnapshot);
    private readonly bool _hasChained = output.HasChained;
    private bool _isFiring;
    private bool _isEnding;

    // A round of processing-time timers: the number that may fire, and the time up to which they are due.
    private int _leftInRound;
    private long _roundTime;

    public long Watermark => runner.Watermark;

    /// <summary>Gets the telemetry of the subtask.</summary>
    public SubtaskTelemetry Telemetry => telemetry;

    /// <summary>Gets a value indicating whether the operator is chained to another one, whose driver passes barriers to what both share.</summary>
    public required bool IsChained { get; init; }

    /// <summary>
    /// Gets a value indicating whether timers of the operator, or of those chained to it, are due, which <see cref="FireSliceAsync"/> fires.
    /// </summary>
    public bool IsFiring => _isFiring || _leftInRound > 0 || output.IsFiring;

    /// <summary>Gets a value indicating whether event-time timers of the operator are due, which must fire before more records are processed.</summary>
    public bool HoldsRecords => _isFiring;

    /// <inheritdoc cref="StageOutput{T}.NextProcessingTime"/>
    /// <remarks>Of the operator, and of those chained to it. At the end of input, those of the operator do not fire any more.</remarks>
    public long NextProcessingTime => Math.Min(_isEnding ? long.MaxValue : runner.NextProcessingTime, output.NextProcessingTime);

    /// <summary>Gets a value indicating whether processing-time timers may be due, of the operator or of those chained to it.</summary>
    public bool IsProcessingTimeDue => NextProcessingTime is var next && next != long.MaxValue && next <= runner.ProcessingTime;

    /// <inheritdoc cref="StageOutput{T}.Patience"/>
    public int Patience => Math.Max(output.Patience, runner.SideOutputs.Patience);

    public bool CanExpire => runner.Store.CanExpire || output.CanExpire;

    public bool RemoveExpired() => runner.Store.RemoveExpired() | output.RemoveExpired();

    public StateStatistics ReadState() => runner.Store.ReadStatistics();

    /// <summary>Begins to run: opens the operator, and forwards the restored watermark.</summary>
    /// <remarks>
    /// The gate of the next stage does not know the restored watermark. Without this, its watermark would wait for the first advance of every sender.
    /// </remarks>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        telemetry.Start(this);
        runner.Cancellation = cancellationToken;
        await runner.OpenAsync(attempt.Services, parallelism, nameof(PipelineOptions), cancellationToken).ConfigureAwait(false);
        await output.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (runner.Watermark is EventTime.Minimum or EventTime.Maximum)
            return;
        runner.AddOutputWatermark();
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Processes records and the watermarks between them. When only timers are left, it returns while <see cref="IsFiring"/> is true. Followed by
    /// <see cref="CompleteBatchAsync"/>.
    /// </summary>
    public async ValueTask ProcessAsync<TRecords>(TRecords records, CancellationToken cancellationToken)
        where TRecords : struct, IKeyedRecords<TKey, TIn>
    {
        var cursor = default(RecordCursor);
        _slices.Begin();
        while (!Process(records.Records, ref cursor))
        {
            if (_isFiring)
                return;
            await HandOverdueOutputOnAsync(cancellationToken).ConfigureAwait(false);
            await _slices.YieldAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Forwards the output, unless the operator's timers are due, which may add to it.</summary>
    public ValueTask CompleteBatchAsync(CancellationToken cancellationToken) =>
        _isFiring ? ValueTask.CompletedTask : HandOutputOnAsync(cancellationToken);

    /// <summary>Reaches a watermark; if timers may have to fire, <see cref="IsFiring"/> is then true.</summary>
    public void Reach(long watermark) => _isFiring = runner.TryReach(watermark);

    /// <summary>
    /// Begins the end of input: every registered event-time timer will fire. All that were due before must have fired. Processing-time timers do not fire any
    /// more.
    /// </summary>
    public void BeginEnd()
    {
        _isEnding = _isFiring = true;
        _leftInRound = 0;
    }

    /// <summary>
    /// Begins a round of processing-time timers if some are due: those that are due now will fire, up to a limit. Not during another round, so that records are
    /// processed between rounds if there are any.
    /// </summary>
    /// <param name="isLast">true if the input ends after the round, which then has no limit.</param>
    public void BeginProcessingTimers(bool isLast)
    {
        output.BeginProcessingTimers(isLast);
        if (_isEnding || (_leftInRound > 0 && !isLast) || !runner.IsProcessingTimeDue)
            return;
        _leftInRound = isLast ? int.MaxValue : MostInRound;
        _roundTime = runner.ProcessingTime;
    }

    /// <summary>Fires some of the timers that are due. After the last one at the end of input, the end of the output follows.</summary>
    /// <remarks>
    /// Chained operators fire first. Their timers are before everything that the operator has yet to emit, which would otherwise wait for all of them without
    /// a place for barriers.
    /// </remarks>
    public async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        _slices.Begin();
        if (output.IsFiring)
        {
            telemetry.Enter(SubtaskActivity.BackPressured);
            await output.FireSliceAsync(cancellationToken).ConfigureAwait(false);
            // What the side outputs hold may be overdue meanwhile.
            await runner.SideOutputs.SendOverdueAsync(cancellationToken).ConfigureAwait(false);
            telemetry.Enter(SubtaskActivity.Busy);
            return;
        }

        await FireOwnAsync(cancellationToken).ConfigureAwait(false);
        if (_isEnding && !_isFiring)
            await CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets other subtasks run, if this one has run long enough.</summary>
    public ValueTask YieldAsync() => _slices.YieldAsync();

    /// <summary>Begins the time that the subtask may run before it lets others run.</summary>
    public void BeginTurn() => _slices.BeginTurn();

    /// <inheritdoc cref="StageOutput{T}.SendOverdueAsync"/>
    public async ValueTask SendOverdueAsync(CancellationToken cancellationToken)
    {
        await telemetry.MeasureAsync(output.SendOverdueAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await telemetry.MeasureAsync(runner.SideOutputs.SendOverdueAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
    }

    /// <summary>Sends what the outputs hold. Called before the subtask waits for input.</summary>
    public async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        await telemetry.MeasureAsync(output.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await telemetry.MeasureAsync(runner.SideOutputs.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
    }

    /// <summary>Passes a barrier on after all output, and takes a snapshot.</summary>
    public async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
        if (barrier.IsFinal)
            runner.ReleaseHeldTimers();
        await _snapshots.TakeAsync(barrier, runner.Reached, ForwardBarrierAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs and counts the records that have failed.</summary>
    public void ReportFailed() => runner.Failed.ReportTo(telemetry);

    /// <summary>Waits until the last snapshot is written. Never throws.</summary>
    public Task CompleteSnapshotsAsync() => _snapshots.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await _snapshots.CompleteAsync().ConfigureAwait(false);
        try
        {
            runner.Failed.ReportTo(telemetry);
            telemetry.Dispose();
        }
        finally
        {
            await DisposeRunnerAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DisposeRunnerAsync()
    {
        try
        {
            await runner.CloseAsync().ConfigureAwait(false);
        }
        catch (StateGenException exception)
        {
            // The attempt throws only its first failure, so this one may be seen nowhere else.
            attempt.Telemetry.Logger.OperatorNotClosed(exception, attempt.JobId, runner.Store.Options.OperatorId, runner.Store.Options.Subtask);
            throw;
        }
        finally
        {
            await runner.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FireOwnAsync(CancellationToken cancellationToken)
    {
        runner.TimerLimit = _slices.Limit;
        if (_isFiring)
            _isFiring = !(_isEnding ? runner.Drain() : runner.AdvanceWatermark(runner.Watermark));
        // Timers of one kind do not wait for many of the other.
        if (_leftInRound > 0)
            _leftInRound = runner.FireProcessingTime(_roundTime) ? 0 : _leftInRound - Math.Min(_leftInRound, _slices.Limit);
        _slices.Complete();
        if (_isFiring || _leftInRound > 0)
            await HandOverdueOutputOnAsync(cancellationToken).ConfigureAwait(false);
        else
            await HandOutputOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Process(in KeyedRecords<TKey, TIn> records, ref RecordCursor cursor)
    {
        runner.TimerLimit = _slices.Limit;
        var isComplete = records.Broadcast is { } events
            ? runner.ProcessBroadcast(events, records.Watermarks, ref cursor)
            : runner.Process(records, ref cursor);
        if (isComplete)
            return true;
        _slices.Complete();
        // When only timers are left, the records can be returned, and barriers pass between them.
        _isFiring = runner.IsAdvancing && cursor.Record == records.Size && cursor.Watermark == records.Watermarks.Length;
        return false;
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
        runner.Failed.ReportTo(telemetry);
        if (emitted.Count > 0 || emitted.Watermarks.Count > 0)
        {
            var records = new StreamRecords<TOut> { Events = emitted.ValueMemory, Timestamps = emitted.Timestamps, Watermarks = emitted.Watermarks.Memory };
            await WriteAsync(records, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await telemetry.MeasureAsync(output.SendOverdueAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        }

        if (sides.IsUsed)
            await telemetry.MeasureAsync(sides.HandOnAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await runner.Failed.HandOnAsync(telemetry, cancellationToken).ConfigureAwait(false);
        emitted.Clear();
        _slices.NoteHandedOn();
    }

    /// <summary>Writes to the output. The time in which chained operators process the records counts as that of a wait for them.</summary>
    private async ValueTask WriteAsync(StreamRecords<TOut> records, CancellationToken cancellationToken)
    {
        if (_hasChained)
            telemetry.Enter(SubtaskActivity.BackPressured);
        await telemetry.MeasureAsync(output.WriteAsync(records, cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
        if (_hasChained)
            telemetry.Enter(SubtaskActivity.Busy);
    }

    private async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await runner.SideOutputs.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Checkpoints.ReportEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ForwardBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await output.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
        await runner.SideOutputs.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
        if (!IsChained)
            await runner.Failed.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Records of an operator in memory that outlives a call, which are read as spans in between.</summary>
internal interface IKeyedRecords<TKey, TIn>
    where TKey : notnull
{
    KeyedRecords<TKey, TIn> Records { get; }
}
