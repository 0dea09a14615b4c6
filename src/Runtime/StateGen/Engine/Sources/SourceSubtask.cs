using System.Threading.Channels;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

/// <summary>
/// One parallel subtask of a source. It reads its splits in turn, one batch from each, assigns event times, and derives the watermark from the slowest
/// split. It sends barriers between batches, even while a read waits for data and after the end of input. Its batches are small where the next stage is slow.
/// </summary>
internal sealed class SourceSubtask<T>(
    ISource<T> source,
    EventTimeExtraction<T> eventTime,
    IReadOnlyList<SplitCursor<T>> splits,
    StageOutput<T> output,
    JobAttempt attempt,
    SubtaskTelemetry telemetry) : ISourceSubtask
{
    // One barrier at a time: the coordinator does not start a barrier before every subtask has reported the previous one.
    private readonly Channel<PendingCheckpoint> _barriers = Channel.CreateBounded<PendingCheckpoint>(1);
    private readonly SourceBatch<T> _batch = new(eventTime, attempt.BatchSize);
    private readonly Queue<SplitCursor<T>> _active = new(splits.Where(split => !split.IsFinished));
    private Task<int> _reading = Task.FromResult(0);
    private Task<bool>? _nextBarrier;

    public void Inject(PendingCheckpoint checkpoint)
    {
        if (!_barriers.Writer.TryWrite(checkpoint))
            throw new InvalidOperationException($"Checkpoint {checkpoint.Id} was started before the one before it had passed.");
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry.Start();
        foreach (var split in _active)
            await split.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        await AdvanceWatermarkAsync(cancellationToken).ConfigureAwait(false);
        while (_active.TryDequeue(out var split))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await PassWaitingBarrierAsync(cancellationToken).ConfigureAwait(false);
            await ReadAsync(split, cancellationToken).ConfigureAwait(false);
            await default(FairYield);
        }

        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Coordinator.ReportEndAsync(cancellationToken).ConfigureAwait(false);
        await PassBarriersToFinalAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        telemetry.Dispose();
        // The read is already canceled, but a reader must not be disposed during a read. The code that awaited the read has seen its failure, if any.
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var split in splits)
            await split.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask ReadAsync(SplitCursor<T> split, CancellationToken cancellationToken)
    {
        var read = split.BeginRead(_batch.Buffer(output.PreferredCount), cancellationToken);
        var count = read.IsCompleted
            ? await read.ConfigureAwait(false)
            : await telemetry.MeasureAsync(PassBarriersDuringAsync(read.AsTask(), cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
        await split.EndReadAsync(count).ConfigureAwait(false);
        if (split.IsFinished)
        {
            await AdvanceWatermarkAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        _batch.Fill(split, count, LowestMaxEventTimeOfActive());
        _active.Enqueue(split);
        attempt.Counters.CountRecords(count);
        telemetry.CountOut(count);
        await telemetry.MeasureAsync(output.WriteAsync(_batch.Records(count), cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
    }

    private async ValueTask<int> PassBarriersDuringAsync(Task<int> reading, CancellationToken cancellationToken)
    {
        _reading = reading;
        while (!reading.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _nextBarrier ??= _barriers.Reader.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(reading, _nextBarrier).ConfigureAwait(false);
            if (_nextBarrier.IsCompleted)
                _nextBarrier = null;
            await PassWaitingBarrierAsync(cancellationToken).ConfigureAwait(false);
        }

        return await reading.ConfigureAwait(false);
    }

    private async ValueTask AdvanceWatermarkAsync(CancellationToken cancellationToken)
    {
        if (_active.Count == 0 || !_batch.TryAdvance(LowestMaxEventTimeOfActive()))
            return;
        await output.WriteAsync(_batch.Records(count: 0), cancellationToken).ConfigureAwait(false);
    }

    private long LowestMaxEventTimeOfActive()
    {
        var lowest = EventTime.Maximum;
        foreach (var split in _active)
            lowest = Math.Min(lowest, split.MaxEventTime);
        return lowest;
    }

    private async ValueTask PassBarriersToFinalAsync(CancellationToken cancellationToken)
    {
        PendingCheckpoint checkpoint;
        do
        {
            checkpoint = await telemetry.MeasureAsync(_barriers.Reader.ReadAsync(cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
            await PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        }
        while (!checkpoint.IsFinal);
    }

    private async ValueTask PassWaitingBarrierAsync(CancellationToken cancellationToken)
    {
        if (_barriers.Reader.TryRead(out var checkpoint))
            await PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var positions = splits.Select(split => KeyValuePair.Create(split.Index, split.Position)).ToArray();
        await output.PassBarrierAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        checkpoint.Acknowledge(positions);
        // Nothing may follow. The attempt cancels the subtask, and the read that may be in progress, when the checkpoint is complete.
        if (checkpoint.IsStop)
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A subtask that starts barriers.</summary>
internal interface ISourceSubtask : IJobSubtask
{
    /// <summary>Makes the subtask send a barrier between two of its batches. The previous barrier must have been sent.</summary>
    void Inject(PendingCheckpoint checkpoint);
}

/// <summary>One parallel subtask of a job's attempt.</summary>
internal interface IJobSubtask : IAsyncDisposable
{
    /// <summary>Runs until the final barrier has passed.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
