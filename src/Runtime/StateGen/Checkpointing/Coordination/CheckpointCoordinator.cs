using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// Takes the checkpoints of one attempt, one after the other: starts the barriers, collects what the subtasks report, commits the manifest, then the
/// sink, then discards what need not be retained. Ends with the final checkpoint, which commits the sink also where no checkpoints are taken.
/// </summary>
internal sealed class CheckpointCoordinator(JobAttempt attempt, JobPlan plan, PipelineOptions options, JobStart start) : IDisposable
{
    private const int WaitingRequests = 16;

    private readonly Channel<CheckpointRequest> _requests = Channel.CreateBounded<CheckpointRequest>(WaitingRequests);
    private readonly PendingCommittables _parts = new();
    private readonly CheckpointManifestAssembly _manifests = new(plan, options, start, attempt.Clock);
    private long _nextId = start.Store?.NextCheckpointId ?? 1;
    private Task _drained = Task.CompletedTask;
    private ITimer? _timer;
    private int _ended;
    private int _failures;

    /// <summary>Takes checkpoints until the final one is complete.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CheckpointRequest request;
        do
        {
            Schedule();
            request = await _requests.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            await TakeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        while (!request.IsFinal);
    }

    /// <summary>Takes a checkpoint now, or as soon as the one under way has ended.</summary>
    /// <returns>Its number; null when it failed and that was tolerated, or when the attempt ended before.</returns>
    public async Task<long?> TriggerAsync(CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await _requests.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false) || !_requests.Writer.TryWrite(new(IsFinal: false, taken)))
            return null;
        return await taken.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that one subtask has nothing to do any more. The last one brings about the final checkpoint.</summary>
    public ValueTask ReportEndAsync(CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _ended) < attempt.Subtasks.Count
            ? ValueTask.CompletedTask
            : _requests.Writer.WriteAsync(new(IsFinal: true), cancellationToken);

    public void Dispose()
    {
        _timer?.Dispose();
        _requests.Writer.TryComplete();
        while (_requests.Reader.TryRead(out var request))
            request.Taken?.TrySetResult(null);
    }

    private void Schedule()
    {
        if (options.CheckpointInterval is not { } period)
            return;
        _timer?.Dispose();
        var due = period < options.MinimumPause ? options.MinimumPause : period;
        _timer = options.Time.CreateTimer(_ => _requests.Writer.TryWrite(new(IsFinal: false)), null, due, Timeout.InfiniteTimeSpan);
    }

    private async Task TakeAsync(CheckpointRequest request, CancellationToken cancellationToken)
    {
        long? taken = null;
        try
        {
            taken = await TakeAsync(request.IsFinal, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever asked for it is told also when it fails the attempt.
            request.Taken?.TrySetResult(taken);
        }
    }

    private async Task<long?> TakeAsync(bool isFinal, CancellationToken cancellationToken)
    {
        var id = _nextId++;
        try
        {
            await CompleteAsync(id, isFinal, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A storage may throw anything. What the options tolerate is reported with the progress, all else fails the job.
            if (Tolerates(exception, isFinal))
                return null;
            if (exception is StateGenException)
                throw;
            throw new StateGenException($"Checkpoint {id} of job '{attempt.JobId}' failed: {exception.Message}", exception);
        }

        _failures = 0;
        attempt.Metrics.CountCheckpoint();
        await CommitAsync(id, cancellationToken).ConfigureAwait(false);
        return id;
    }

    private async Task CompleteAsync(long id, bool isFinal, CancellationToken cancellationToken)
    {
        // Barriers of a checkpoint that failed may still be on their way; another one behind them would only be slower.
        await WaitAsync(_drained, id, cancellationToken).ConfigureAwait(false);
        var checkpoint = Begin(id, isFinal);
        try
        {
            await WaitAsync(checkpoint.Completed, id, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (await checkpoint.Completed.ConfigureAwait(false) is { } failure)
                ExceptionDispatchInfo.Throw(failure);
            if (checkpoint.Files is { } files)
                await files.CompleteAsync(_manifests.Describe(checkpoint), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            checkpoint.Abort();
            if (checkpoint.Files is { } files)
                await files.DisposeAsync().ConfigureAwait(false);
        }
    }

    private PendingCheckpoint Begin(long id, bool isFinal)
    {
        var checkpoint = new PendingCheckpoint(id, isFinal, attempt.Subtasks.Count, _parts, start.Store?.Begin(id));
        _drained = checkpoint.Drained;
        foreach (var source in attempt.Sources)
            source.Inject(checkpoint);
        return checkpoint;
    }

    private async Task WaitAsync(Task task, long id, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(options.CheckpointTimeout, options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new StateGenException(
                $"Checkpoint {id} of job '{attempt.JobId}' was not complete after {options.CheckpointTimeout}. Raise CheckpointTimeout, or see what holds the barriers up.", exception);
        }
    }

    /// <summary>The final checkpoint has to succeed, and a job that two processes run has to stop.</summary>
    private bool Tolerates(Exception exception, bool isFinal)
    {
        attempt.Metrics.CountFailedCheckpoint();
        attempt.Metrics.RecordFailure(exception);
        return !isFinal && exception is not CheckpointConflictException && ++_failures <= options.TolerableCheckpointFailures;
    }

    private async Task CommitAsync(long id, CancellationToken cancellationToken)
    {
        var parts = _parts.All();
        try
        {
            await plan.CommitSink(parts, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (start.Store is null)
        {
            // Whatever the sink throws, a restart would not repair it.
            throw new UnrepeatableCommitException(attempt.JobId, exception);
        }

        _parts.Remove(parts);
        if (start.Store is not { } store)
            return;
        await store.MarkCommittedAsync(id, cancellationToken).ConfigureAwait(false);
        await DiscardOldAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private async Task DiscardOldAsync(CheckpointStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.DiscardOldAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointStorageException exception)
        {
            attempt.Metrics.RecordFailure(exception);
            // The new checkpoint is complete all the same; what is left of old ones is discarded after the next, or at the next start.
        }
    }
}

/// <summary>A request to take a checkpoint.</summary>
/// <param name="IsFinal">Whether all input was read.</param>
/// <param name="Taken">Receives the number of the checkpoint, or null when it failed, for whoever waits.</param>
internal sealed record CheckpointRequest(bool IsFinal, TaskCompletionSource<long?>? Taken = null);

/// <summary>A sink failed while it made the output of a job without checkpoints visible. A restart would write again what is visible already.</summary>
internal sealed class UnrepeatableCommitException(string jobId, Exception innerException) : StateGenException(
    $"The output of job '{jobId}' may be visible in part: {innerException.Message} Remove it and run the job again; with CheckpointTo it would go on from here.", innerException);
