using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

/// <summary>
/// One parallel subtask of a source. It reads its splits at the same time, hands on one batch of each in turn, assigns event times, and derives the watermark
/// from the slowest split that is not idle. A split that has no events waits on its own, and holds up neither the others nor barriers, which pass between
/// batches and after the end of input. Batches are small where the next stage is slow. A read that completes at once allocates nothing.
/// </summary>
/// <param name="place">The source in the pipeline, and the index of the subtask.</param>
/// <param name="source">The source.</param>
/// <param name="eventTime">The event time and the idle timeout.</param>
/// <param name="splits">The splits of the subtask at the start, which may be finished or revoked.</param>
/// <param name="mayChange">Whether splits are added and revoked, until <see cref="EndChanges"/>.</param>
/// <param name="output">The output.</param>
/// <param name="failed">The failed records of the subtask.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="telemetry">The metrics of the subtask.</param>
internal sealed partial class SourceSubtask<T>(
    SourcePlace place,
    ISource<T> source,
    EventTimeExtraction<T> eventTime,
    IReadOnlyList<SplitCursor<T>> splits,
    bool mayChange,
    StageOutput<T> output,
    FailedRecords failed,
    JobAttempt attempt,
    SubtaskTelemetry telemetry) : ISourceSubtask
{
    private readonly List<SplitCursor<T>> _splits = [.. splits];
    private readonly List<SplitCursor<T>> _active = [];
    private readonly Queue<SplitCursor<T>> _ready = [];
    private readonly ReadBuffers<T> _buffers = new(attempt.BatchSize);
    private readonly SourceBatch<T> _batch = new(eventTime, place.Name, failed, attempt.BatchSize);
    private readonly ConcurrentQueue<SplitCursor<T>> _arrived = new();
    private readonly WakeSignal _wake = new();
    private IdleTimeout? _idle;
    private CheckpointBarrier? _barrier;
    private CancellationToken _cancellation;

    private bool HasEnded => _active.Count == 0 && !_mayChange;

    public void Inject(CheckpointBarrier barrier)
    {
        // One barrier at a time: the coordinator does not start a barrier before every subtask has reported the previous one.
        if (Interlocked.CompareExchange(ref _barrier, barrier, null) is not null)
            throw new InvalidOperationException($"Checkpoint {barrier.CheckpointId} was started before the one before it had passed.");
        _wake.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Start(cancellationToken);
        await AdvanceWatermarkAsync().ConfigureAwait(false);
        while (!HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReceiveAsync().ConfigureAwait(false);
            if (_ready.TryDequeue(out var split))
            {
                await TakeTurnAsync(split).ConfigureAwait(false);
                await default(FairYield);
            }
            else if (output.Patience > 0)
                await telemetry.MeasureAsync(output.SendHeldAsync(cancellationToken), SubtaskActivity.BackPressured).ConfigureAwait(false);
            else if (!HasEnded)
                await telemetry.MeasureAsync(_wake.WaitAsync(cancellationToken), SubtaskActivity.Idle).ConfigureAwait(false);
        }

        await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await attempt.Checkpoints.ReportEndAsync(cancellationToken).ConfigureAwait(false);
        await PassBarriersToFinalAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        failed.ReportTo(telemetry);
        telemetry.Dispose();
        _idle?.Dispose();
        // All are closed, even if one fails.
        await Task.WhenAll(_splits.Select(CloseAsync)).ConfigureAwait(false);
    }

    private void Start(CancellationToken cancellationToken)
    {
        telemetry.Start();
        _cancellation = cancellationToken;
        if (eventTime.IdleTimeout is { } timeout)
            _idle = new(timeout, attempt.Telemetry.Time, _wake.Set);
        foreach (var split in _splits.Where(static split => split.IsActive))
            Activate(split);
    }

    // Opens the split at once, so that a split that cannot be read is known before the first record if the source can tell.
    private void Activate(SplitCursor<T> split)
    {
        split.Wait ??= new(attempt.Telemetry.Time, () => Arrive(split));
        split.Wait.EndQuiet();
        split.Generator = eventTime.Strategy.CreateGenerator();
        split.Stop = _mayChange ? CancellationTokenSource.CreateLinkedTokenSource(_cancellation) : null;
        _active.Add(split);
        if (split.TryOpen(source, failed.IsTolerant, StopOf(split)))
            _ready.Enqueue(split);
        else
            WaitForPending(split);
    }

    private CancellationToken StopOf(SplitCursor<T> split) => split.Stop?.Token ?? _cancellation;

    // Called on any thread.
    private void Arrive(SplitCursor<T> split)
    {
        _arrived.Enqueue(split);
        _wake.Set();
    }

    /// <summary>Takes in what other threads have left: changes of the splits, waits that are over, and a barrier.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReceiveAsync()
    {
        // The barrier is taken first, so that the changes before it are in its checkpoint.
        var barrier = Volatile.Read(ref _barrier);
        while (_changes.TryDequeue(out var change))
            await change().ConfigureAwait(false);
        while (_arrived.TryDequeue(out var split))
            EndWait(split);
        if (_idle is { IsDue: true } && _idle.TryMark(_active, LogIdle))
            await AdvanceWatermarkAsync().ConfigureAwait(false);
        if (barrier is not null)
            await PassBarrierAsync(barrier).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TakeTurnAsync(SplitCursor<T> split)
    {
        if (TryRead(split, out var read))
        {
            if (read.Count > 0)
                await HandOnAsync(split, read.Count).ConfigureAwait(false);
            else
                await PassOverAsync(split).ConfigureAwait(false);
        }

        if (split.IsRevoked)
            await EndRevokedAsync(split).ConfigureAwait(false);
        else if (read.IsEnd)
            await FinishAsync(split).ConfigureAwait(false);
        else if (read.Count > 0)
            _ready.Enqueue(split);
        else
            Wait(split, read);
    }

    private bool TryRead(SplitCursor<T> split, out SplitRead read)
    {
        read = default;
        // A revoked split is not read again, but events of an pending read are handed on.
        if (split.IsRevoked && split.Reading is not { IsCompleted: true })
            return false;
        try
        {
            var isOpen = split.TryOpen(source, failed.IsTolerant, StopOf(split));
            if (!isOpen || !split.TryRead(_buffers, output.PreferredCount, out read, StopOf(split)))
                return false;
        }
        catch (OperationCanceledException) when (split is { IsRevoked: true, Stop.IsCancellationRequested: true })
        {
            // The revocation canceled the read, which has read nothing then.
            return false;
        }

        split.EndRead(read);
        DropRejected(split);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HandOnAsync(SplitCursor<T> split, int count)
    {
        var buffer = split.TakeBuffer();
        ReturnFromIdle(split);
        var kept = _batch.Fill(split, buffer.AsSpan(0, count), LowestMaxEventTime(except: split));
        attempt.Counters.CountRecords(count);
        telemetry.CountOut(count);
        output.IsIdle = false;
        var records = _batch.Records(buffer.AsMemory(0, kept));
        await telemetry.MeasureAsync(output.WriteAsync(records, _cancellation), SubtaskActivity.BackPressured).ConfigureAwait(false);
        await failed.HandOnAsync(telemetry, _cancellation).ConfigureAwait(false);
        _buffers.Return(buffer);
    }

    private async ValueTask FinishAsync(SplitCursor<T> split)
    {
        await split.FinishAsync().ConfigureAwait(false);
        await DeactivateAsync(split).ConfigureAwait(false);
    }

    private async ValueTask DeactivateAsync(SplitCursor<T> split)
    {
        _active.Remove(split);
        Interlocked.Decrement(ref _load);
        split.Stop?.Dispose();
        split.Stop = null;
        await AdvanceWatermarkAsync().ConfigureAwait(false);
    }

    private void Wait(SplitCursor<T> split, SplitRead read)
    {
        if (read.Until is { } task)
            split.Wait!.For(task);
        else if (read.Delay is { } delay)
            split.Wait!.For(delay);
        else
        {
            WaitForPending(split);
            return;
        }

        _idle?.Watch(split.Wait!);
    }

    private void WaitForPending(SplitCursor<T> split)
    {
        split.Wait!.For(split.Pending!);
        _idle?.Watch(split.Wait);
    }

    private void EndWait(SplitCursor<T> split)
    {
        if (split.Wait is not { IsWaiting: true, IsOver: true } wait)
            return;
        var awaited = wait.Awaited;
        wait.End();
        _ready.Enqueue(split);
        // An operation of the source is looked at in the turn of the split. Anything else is a task that the reader named, and its failure is thrown here.
        if (split.Pending is null)
            awaited?.GetAwaiter().GetResult();
    }

    private void LogIdle(SplitCursor<T> split) => attempt.Telemetry.Logger.SplitIdle(attempt.JobId, split.Id);

    private void ReturnFromIdle(SplitCursor<T> split)
    {
        split.Wait!.EndQuiet();
        if (!split.IsIdle)
            return;
        split.IsIdle = false;
        attempt.Telemetry.Logger.SplitActive(attempt.JobId, split.Id);
    }

    /// <summary>Passes on a watermark that has advanced because a split has ended or become idle, and whether all splits are idle now.</summary>
    private async ValueTask AdvanceWatermarkAsync()
    {
        if (HasEnded)
            return;
        var isIdle = _active.TrueForAll(static split => split.IsIdle);
        if (!_batch.TryAdvance(isIdle ? HighestMaxEventTime() : LowestMaxEventTime(except: null)) && isIdle == output.IsIdle)
            return;
        output.IsIdle = isIdle;
        await output.WriteAsync(_batch.Records(default), _cancellation).ConfigureAwait(false);
    }

    private long LowestMaxEventTime(SplitCursor<T>? except)
    {
        var lowest = EventTime.Maximum;
        foreach (var split in _active)
        {
            if (split != except && !split.IsIdle)
                lowest = Math.Min(lowest, split.MaxEventTime);
        }

        return lowest;
    }

    // If all splits are idle, the order in which they became so makes no difference.
    private long HighestMaxEventTime() => _active.Count == 0 ? EventTime.Minimum : _active.Max(static split => split.MaxEventTime);

    private async ValueTask PassBarriersToFinalAsync()
    {
        for (var isFinal = false; !isFinal;)
        {
            if (Volatile.Read(ref _barrier) is { } barrier)
            {
                isFinal = barrier.IsFinal;
                await PassBarrierAsync(barrier).ConfigureAwait(false);
            }
            else
                await telemetry.MeasureAsync(_wake.WaitAsync(_cancellation), SubtaskActivity.Idle).ConfigureAwait(false);
        }
    }

    private async ValueTask PassBarrierAsync(CheckpointBarrier barrier)
    {
        var positions = _splits.Select(split => KeyValuePair.Create(split.Index, split.Position)).ToImmutableArray();
        await output.PassBarrierAsync(barrier, _cancellation).ConfigureAwait(false);
        await failed.PassBarrierAsync(barrier, _cancellation).ConfigureAwait(false);
        // The next barrier may come as soon as this one is reported.
        Volatile.Write(ref _barrier, null);
        attempt.Checkpoints.Report(new SplitsReported(barrier.CheckpointId, place.Source, positions));
        // Nothing may follow. The attempt cancels the subtask, and the read that may be in progress, when the checkpoint is complete.
        if (barrier.IsStop)
            await new TaskCompletionSource().Task.WaitAsync(_cancellation).ConfigureAwait(false);
    }

    private async Task CloseAsync(SplitCursor<T> split)
    {
        split.Wait?.Dispose();
        var pending = split.Pending ?? Task.CompletedTask;
        if (split.Detach() is { } close)
            await attempt.Grace.CloseAsync(NameOfRead(split), pending, close).ConfigureAwait(false);
        split.Stop?.Dispose();
    }

    private static string NameOfRead(SplitCursor<T> split) => $"a read of split '{split.Id}'";
}

/// <summary>A subtask that starts barriers.</summary>
internal interface ISourceSubtask : IJobSubtask
{
    /// <summary>Makes the subtask send a barrier between two of its batches. The previous barrier must have been sent.</summary>
    void Inject(CheckpointBarrier barrier);
}

/// <summary>One parallel subtask of a job's attempt.</summary>
internal interface IJobSubtask : IAsyncDisposable
{
    /// <summary>Runs until the final barrier has passed.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
