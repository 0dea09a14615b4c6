using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// Takes the checkpoints of one attempt, one after the other: starts the barriers, collects the reports of the subtasks, commits the manifest and then the
/// sink, and discards old checkpoints. It ends with the final checkpoint, which commits the sink even if the job stores no checkpoints, or with the checkpoint
/// at which the job was asked to stop.
/// </summary>
internal sealed class CheckpointCoordinator(JobAttempt attempt, JobPlan plan, PipelineOptions options, JobStart start) : ICheckpointReports, IDisposable
{
    private const int WaitingRequests = 16;

    // No other timer of the engine has this time, so that tests can tell the timers apart.
    private static readonly TimeSpan DeletionTime = TimeSpan.FromMilliseconds(2_350);

    private readonly Channel<CheckpointRequest> _requests = Channel.CreateBounded<CheckpointRequest>(WaitingRequests);
    private readonly PendingCommittables _parts = new();
    private readonly CheckpointManifestAssembly _manifests = new(plan, options, start, attempt.Clock);
    private long _nextId = start.Store?.NextCheckpointId ?? 1;
    private volatile PendingCheckpoint? _pending;
    private ITimer? _timer;
    private int _ended;
    private int _failures;
    private volatile bool _isStopRequested;

    /// <summary>Gets the parts that the writers of a sink have prepared and that are not known to be committed.</summary>
    public ImmutableArray<Committable> PreparedOf(int sink) => _parts.Of(sink);

    /// <summary>Takes checkpoints until the last one is complete.</summary>
    /// <returns>The checkpoint at which the job stopped; null if it has finished.</returns>
    public async Task<long?> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Schedule();
            var request = await _requests.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var kind = request.IsFinal ? CheckpointKind.Final : _isStopRequested ? CheckpointKind.Stop : CheckpointKind.Periodic;
            var taken = await TakeAsync(request, kind, cancellationToken).ConfigureAwait(false);
            if (kind != CheckpointKind.Periodic)
                return kind == CheckpointKind.Stop ? taken : null;
        }
    }

    /// <summary>Makes the next checkpoint the last one. It begins immediately, or as soon as the current one has ended.</summary>
    public void RequestStop()
    {
        _isStopRequested = true;
        // If there is no room, a request that waits becomes that checkpoint.
        _requests.Writer.TryWrite(new(IsFinal: false));
    }

    /// <summary>Takes a checkpoint immediately, or as soon as the current one has ended.</summary>
    /// <returns>The number of the checkpoint; null if it failed and the failure was tolerated, or if the attempt ended first.</returns>
    public async Task<long?> TriggerAsync(CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await _requests.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false) || !_requests.Writer.TryWrite(new(IsFinal: false, taken)))
            return null;
        return await taken.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Report(CheckpointReport report)
    {
        if (report is PartsPrepared prepared)
        {
            _parts.Add(prepared.Sink, prepared.Parts);
            return;
        }

        // No barrier is injected before every participant has answered to the one before it.
        if (_pending is not { } pending || pending.Id != report.CheckpointId)
            throw new InvalidOperationException($"A subtask reported to checkpoint {report.CheckpointId}, which is not the current one.");
        pending.Record(report);
    }

    /// <inheritdoc/>
    public ValueTask ReportEndAsync(CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _ended) < attempt.Participants
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

    private async Task<long?> TakeAsync(CheckpointRequest request, CheckpointKind kind, CancellationToken cancellationToken)
    {
        long? taken = null;
        try
        {
            return taken = await TakeAsync(kind, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The requester gets a result even if the failure ends the attempt.
            request.Taken?.TrySetResult(taken);
        }
    }

    private async Task<long?> TakeAsync(CheckpointKind kind, CancellationToken cancellationToken)
    {
        var id = _nextId++;
        using var telemetry = attempt.Telemetry.BeginCheckpoint(id, kind == CheckpointKind.Final, attempt.Number);
        ImmutableArray<CheckpointFile> files;
        try
        {
            files = await CompleteAsync(id, kind, telemetry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A storage may throw any exception. A tolerated failure is reported with the progress; every other failure fails the job.
            if (Tolerates(exception, kind, telemetry))
                return null;
            if (exception is StateGenException)
                throw;
            throw new StateGenException($"Checkpoint {id} of job '{attempt.JobId}' failed: {exception.Message}", exception);
        }

        _failures = 0;
        attempt.Counters.CountCheckpoint();
        telemetry.Complete(files);
        await CommitAsync(id, telemetry, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <returns>The files of the checkpoint; empty if the job stores no checkpoints.</returns>
    private async Task<ImmutableArray<CheckpointFile>> CompleteAsync(
        long id, CheckpointKind kind, CheckpointTelemetry telemetry, CancellationToken cancellationToken)
    {
        // Barriers of a failed checkpoint may still be in transit. A new barrier behind them would only be slower.
        await WaitAsync(_pending?.Drained ?? Task.CompletedTask, id, cancellationToken).ConfigureAwait(false);
        if (start.Store is { } store)
            await WithinTimeoutAsync(store.SettleAsync, id, cancellationToken).ConfigureAwait(false);
        var checkpoint = Begin(id, kind, telemetry);
        try
        {
            await WaitAsync(checkpoint.Completed, id, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (await checkpoint.Completed.ConfigureAwait(false) is { } failure)
                ExceptionDispatchInfo.Throw(failure);
            if (checkpoint.Session is not { } session)
                return [];
            var manifest = _manifests.Describe(checkpoint, _parts);
            await WithinTimeoutAsync(token => session.CompleteAsync(manifest, token), id, cancellationToken).ConfigureAwait(false);
            attempt.Checkpoints.MarkStored(id);
            return manifest.Files;
        }
        finally
        {
            attempt.Checkpoints.Abort(id);
            if (checkpoint.Session is { } session)
                await DisposeAsync(session).ConfigureAwait(false);
        }
    }

    // A storage that hangs must not keep the failure of the checkpoint from being known. The writes have a part of the time to end by themselves.
    private async Task DisposeAsync(CheckpointSession session)
    {
        try
        {
            await session.DisposeAsync().AsTask().WaitAsync(DisposalTime, options.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            // The files are deleted when the storage answers, or by a later attempt.
            attempt.Telemetry.Logger.DiscardFailed(exception, attempt.JobId);
            attempt.Counters.RecordFailure(exception);
        }
    }

    private TimeSpan DisposalTime => options.CancellationGrace > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : options.CancellationGrace + DeletionTime;

    /// <summary>Starts the barriers of a checkpoint. Those of the one before it have all passed.</summary>
    public PendingCheckpoint Begin(long id, CheckpointKind kind, CheckpointTelemetry telemetry)
    {
        var session = start.Store?.Begin(id);
        var barrier = new CheckpointBarrier(id, kind, StoresState: session is not null, telemetry.Trace);
        var checkpoint = new PendingCheckpoint(barrier, attempt.Participants, session, telemetry);
        attempt.Checkpoints.Begin(session);
        _pending = checkpoint;
        foreach (var source in attempt.Sources)
            source.Inject(barrier);
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
                $"Checkpoint {id} of job '{attempt.JobId}' was not complete after {options.CheckpointTimeout}. "
                + "Increase CheckpointTimeout, or find out what delays the barriers, such as a slow sink.",
                exception);
        }
    }

    /// <summary>Gives up a call of the storage after the timeout of the checkpoint, even if the storage ignores its token.</summary>
    private async Task WithinTimeoutAsync(Func<CancellationToken, Task> call, long id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.CheckpointTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CheckpointStorageException(
                $"The checkpoint storage did not answer for {options.CheckpointTimeout} during checkpoint {id} of job '{attempt.JobId}'. "
                + $"Find out why '{options.CheckpointTo!.Location}' hangs, or increase CheckpointTimeout.",
                exception);
        }
    }

    /// <summary>
    /// Counts a failed checkpoint and determines whether the job continues. The last checkpoint must succeed, and a job that two processes run must stop.
    /// </summary>
    private bool Tolerates(Exception exception, CheckpointKind kind, CheckpointTelemetry telemetry)
    {
        attempt.Counters.CountFailedCheckpoint();
        attempt.Counters.RecordFailure(exception);
        telemetry.Fail(exception, ++_failures, options.TolerableCheckpointFailures);
        return kind == CheckpointKind.Periodic && exception is not JobSupersededException && _failures <= options.TolerableCheckpointFailures;
    }

    private async Task CommitAsync(long id, CheckpointTelemetry telemetry, CancellationToken cancellationToken)
    {
        var parts = _parts.All();
        // The completion of the checkpoint has just found that no other attempt has taken over. If one takes over now, it commits the same parts, and what is
        // committed twice is committed once.
        try
        {
            await telemetry.CommitAsync(() => CommitAsync(parts, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (start.Store is null)
        {
            // A restart cannot repair the failure, whatever the sink threw.
            throw new UnrepeatableCommitException(attempt.JobId, exception);
        }

        _parts.Remove(parts);
        attempt.Telemetry.Logger.OutputCommitted(attempt.JobId, id, parts.Length);
        if (start.Store is not { } store)
            return;
        long[] before = [.. store.CheckpointIds];
        await WithinTimeoutAsync(token => store.MarkCommittedAsync(id, token), id, cancellationToken).ConfigureAwait(false);
        foreach (var discarded in before.Except(store.CheckpointIds))
            attempt.Telemetry.Logger.CheckpointDiscarded(attempt.JobId, discarded);
        await DiscardOldAsync(store, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(ImmutableArray<(int Sink, Committable Part)> parts, CancellationToken cancellationToken)
    {
        foreach (var (index, sink) in attempt.Sinks.Index())
            await sink.CommitAsync([.. parts.Where(entry => entry.Sink == index).Select(entry => entry.Part)], cancellationToken).ConfigureAwait(false);
    }

    private async Task DiscardOldAsync(CheckpointStore store, long id, CancellationToken cancellationToken)
    {
        try
        {
            await WithinTimeoutAsync(store.DiscardOldAsync, id, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointStorageException exception)
        {
            attempt.Telemetry.Logger.DiscardFailed(exception, attempt.JobId);
            attempt.Counters.RecordFailure(exception);
            // The new checkpoint is complete nevertheless. Remaining files of old ones are discarded after the next checkpoint or at the next start.
        }
    }
}

/// <summary>A request to take a checkpoint.</summary>
/// <param name="IsFinal">true if all input was read; otherwise, false.</param>
/// <param name="Taken">The source of the requester's task, which receives the number of the checkpoint, or null if it failed; null without a requester.</param>
internal sealed record CheckpointRequest(bool IsFinal, TaskCompletionSource<long?>? Taken = null);

/// <summary>
/// The exception that is thrown when a sink fails during the commit of a job without checkpoints. A restart would write visible output a second time.
/// </summary>
internal sealed class UnrepeatableCommitException : StateGenException
{
    public UnrepeatableCommitException(string jobId, Exception innerException)
        : base(
            $"The output of job '{jobId}' may be partly visible: {innerException.Message} "
            + "Remove the output and run the job again. With CheckpointTo set, a job can resume after such a failure.",
            innerException) => IsPermanent = true;
}
