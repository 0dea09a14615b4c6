using System.Runtime.ExceptionServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Restore;
using StateGen.Checkpoints;
using StateGen.Engine.Sinks;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Jobs;

/// <summary>
/// Runs a job: one attempt after the other, each from the latest checkpoint, until the job is finished, was asked to stop, or the restart strategy allows no
/// further attempt. It owns what is open longer than an attempt: the storage of checkpoints and the sinks.
/// </summary>
internal sealed class JobRun(JobPlan plan, PipelineOptions options) : IAsyncDisposable
{
    private readonly JobTelemetry _telemetry = new(options);
    private readonly RestartSchedule _schedule = options.Restart.Begin(options.Time);
    private readonly StopSignal _stop = new(options);
    private readonly JobIncarnation _run = new(options.Time, options.CancellationGrace);

    // One clock for all attempts: it does not step back at a restart.
    private readonly StateClock _clock = new(options.Time);
    private ICheckpointStorage? _storage;
    private IDisposable? _ownedStorage;
    private CheckpointStore? _store;
    private readonly OwnedResources _owned = new();
    private readonly List<IJobSink> _sinks = [];
    private SinkContext? _sinkContext;
    private volatile CheckpointCoordinator? _running;
    private bool _hasOpened;
    private int _attempt;
    private int _restarts;
    private long? _restored;

    private JobCounters Counters => _telemetry.Counters;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        options.CheckpointTrigger?.BeginRun(options.JobId);
        try
        {
            using var stopping = _stop.Token.UnsafeRegister(static job => ((JobRun)job!).RequestStop(), this);
            var result = await RunAttemptsAsync(cancellationToken).ConfigureAwait(false);
            LogEnd(result);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _telemetry.Logger.JobStopped(options.JobId);
            throw;
        }
        catch (JobSupersededException superseded)
        {
            if (_running is { } coordinator)
                await new AbandonedOutput(options, _store!, _sinks, Counters).RemoveAsync(coordinator, cancellationToken).ConfigureAwait(false);
            _telemetry.RecordFailure(superseded);
            throw;
        }
        catch (Exception exception)
        {
            // Logged for whoever watches the job; the caller gets the exception.
            _telemetry.RecordFailure(exception);
            throw;
        }
        finally
        {
            options.CheckpointTrigger?.EndRun();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        _telemetry.Dispose();
        try
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _ownedStorage?.Dispose();
        }
    }

    private async Task<JobResult> RunAttemptsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan delay;
            try
            {
                return await RunAttemptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Any failure may be followed by a restart, which is reported with the progress, but not if another process has taken the job over.
                await RequireCurrentAsync(exception, cancellationToken).ConfigureAwait(false);
                if (_stop.IsRequested && exception is not StateGenException { IsPermanent: true })
                    throw new JobStopException(options.JobId, LatestCheckpointId, exception);
                if (PlanRestart(exception) is not { } planned)
                    throw;
                delay = planned;
                Counters.RecordFailure(exception);
                _telemetry.RecordRestart(exception, ++_restarts, delay);
            }

            await PauseAsync(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private long? LatestCheckpointId => _store is { CheckpointIds: { Count: > 0 } ids } ? ids.Last() : null;

    /// <summary>Waits before a restart, or until the job is asked to stop.</summary>
    private async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await Task.Delay(delay, options.Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<JobResult> RunAttemptAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _storage ??= options.CheckpointTo?.Open(out _ownedStorage);
        var found = await new JobRestore(plan, options, _storage, _run).FindStartAsync(cancellationToken).ConfigureAwait(false);
        _store = found.Store;
        if (_stop.IsRequested && found.Restored is null)
            return Describe(_attempt, alreadyFinished: false) with { IsStopped = true };
        using var restore = found.Restored is null ? null : _telemetry.BeginRestore(found.Restored);
        var start = await PrepareAsync(found, cancellationToken).ConfigureAwait(false);
        if (start.Restored is { IsFinished: true } finished)
        {
            if (!start.IsOutputCommitted)
                await EndAsync(start.Store!, finished.CheckpointId, cancellationToken).ConfigureAwait(false);
            restore?.Complete();
            return Describe(finished.Attempt, alreadyFinished: _restarts == 0);
        }

        // The output of the latest checkpoint is committed now.
        if (_stop.IsRequested)
            return Describe(_attempt, alreadyFinished: false) with { IsStopped = true, StoppedCheckpointId = LatestCheckpointId };
        var stoppedAt = await RunAttemptAsync(start, restore, cancellationToken).ConfigureAwait(false);
        return Describe(_attempt, alreadyFinished: false) with { IsStopped = stoppedAt is not null, StoppedCheckpointId = stoppedAt };
    }

    /// <summary>Ends a job that was killed between its last checkpoint and the record that its output is committed. Now it is.</summary>
    private static async Task EndAsync(CheckpointStore store, long checkpointId, CancellationToken cancellationToken)
    {
        await store.MarkCommittedAsync(checkpointId, cancellationToken).ConfigureAwait(false);
        await store.DiscardOldAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobStart> PrepareAsync(JobStart start, CancellationToken cancellationToken)
    {
        if (start.Restored is { } restored)
            await start.Store!.VerifyAsync(restored, cancellationToken).ConfigureAwait(false);
        if (start is not { Restored.IsFinished: true, IsOutputCommitted: true })
            await RestoreSinksAsync(start, cancellationToken).ConfigureAwait(false);
        if (_attempt == 0)
            _restored = start.Restored?.CheckpointId;
        _attempt = start.Store?.Attempt ?? _attempt + 1;
        return start with { Attempt = _attempt };
    }

    private async Task RestoreSinksAsync(JobStart start, CancellationToken cancellationToken)
    {
        _sinkContext ??= new(options.JobId, options.CheckpointTo?.FullLocation) { JobLog = start.Store?.LogId, Attempt = start.Store?.Attempt ?? 1 };
        foreach (var sink in plan.Sinks.Skip(_sinks.Count))
            _sinks.Add(_owned.Add(await OpenAsync(sink, _sinkContext, cancellationToken).ConfigureAwait(false)));
        // The verification may have taken long. An attempt that another one has superseded must not withdraw output of that one.
        if (start.Store is { } store)
            await store.RequireCurrentAsync(cancellationToken).ConfigureAwait(false);
        foreach (var sink in plan.Sinks)
            await _sinks[sink.Index].RestoreAsync(start.Restored?.CheckpointId ?? 0, start.PendingOf(sink), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out after a failure whether another process has taken the job over, which may well be its cause.</summary>
    /// <exception cref="JobSupersededException">Another process has taken the job over.</exception>
    private async Task RequireCurrentAsync(Exception failure, CancellationToken cancellationToken)
    {
        if (_store is not { LogId: not null } store || failure is JobSupersededException)
            return;
        using var limit = new CancellationTokenSource(options.CancellationGrace, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await store.RequireCurrentAsync(either.Token).ConfigureAwait(false);
        }
        catch (JobSupersededException superseded)
        {
            throw new JobSupersededException(superseded.Message, failure);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the storage throws: the job ends or restarts because of the first failure, and a restart reads the log again.
        }
    }

    private async Task<IJobSink> OpenAsync(JobSink sink, SinkContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.Open(context, cancellationToken).ConfigureAwait(false);
        }
        catch (SinkInUseException exception) when (plan.Sinks.Take(sink.Index).FirstOrDefault(other => other.Description == sink.Description) is { } other)
        {
            // The other run that the exception speaks of is this one, and waiting does not help.
            throw new StateGenException(
                $"The sinks '{other.Id}' and '{sink.Id}' of the pipeline both write to '{sink.Description}'. Give each of them a place of its own.", exception)
            {
                IsPermanent = true,
            };
        }
    }

    private async Task<long?> RunAttemptAsync(JobStart start, RestoreTelemetry? restore, CancellationToken cancellationToken)
    {
        var attempt = new JobAttempt(plan, options, start, _sinks, _telemetry, _clock);
        long? stoppedAt = null;
        ExceptionDispatchInfo? failure = null;
        var isUnrepeatable = false;
        try
        {
            await plan.OpenAsync(attempt, cancellationToken).ConfigureAwait(false);
            _hasOpened = true;
            restore?.Complete();
            _telemetry.Logger.JobStarted(options.JobId, attempt.Number, options.Backend.Name, attempt.Parallelism, attempt.MaxParallelism);
            options.AttemptOpened?.Invoke(attempt);
            stoppedAt = await RunSubtasksAsync(attempt, cancellationToken).ConfigureAwait(false);
            isUnrepeatable = start.Store is null;
        }
        catch (Exception exception)
        {
            // Thrown after the attempt has released its resources.
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        options.CheckpointTrigger?.Attach(null);
        await DisposeAsync(attempt, failure, isUnrepeatable).ConfigureAwait(false);
        return stoppedAt;
    }

    /// <returns>The checkpoint at which the job stopped; null if it has finished.</returns>
    private async Task<long?> RunSubtasksAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        long? stoppedAt = null;
        using var group = new SubtaskGroup(Counters, cancellationToken);
        _running = attempt.Coordinator;
        if (_stop.IsRequested)
            _running.RequestStop();
        using var progress = new ProgressReporter(options, Counters, attempt.Number);
        using var succession = new SuccessionWatch(_store, options);
        options.CheckpointTrigger?.Attach(attempt.Coordinator);
        foreach (var subtask in attempt.Subtasks)
            group.Start(subtask.RunAsync);
        foreach (var watch in attempt.Watches)
            group.Start(watch.RunAsync);
        group.Start(progress.RunAsync);
        group.Start(succession.RunAsync);
        group.Start(async token =>
        {
            stoppedAt = await attempt.Coordinator.RunAsync(token).ConfigureAwait(false);
            progress.Stop();
            succession.Stop();
            if (stoppedAt is not null)
                await group.EndAsync().ConfigureAwait(false);
        });
        await group.CompleteAsync().ConfigureAwait(false);
        return stoppedAt;
    }

    /// <summary>
    /// Disposes an attempt and throws the first failure. A failure of the disposal does not hide a failure of the attempt. If the output is visible and no
    /// checkpoint says so, it does not lead to a restart either.
    /// </summary>
    private static async Task DisposeAsync(JobAttempt attempt, ExceptionDispatchInfo? failure, bool isUnrepeatable)
    {
        try
        {
            await attempt.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Thrown below unless the attempt itself failed first.
            failure ??= ExceptionDispatchInfo.Capture(isUnrepeatable ? NotClosed(attempt.JobId, exception) : exception);
        }

        failure?.Throw();
    }

    private static StateGenException NotClosed(string jobId, Exception exception) =>
        new($"Job '{jobId}' has ended and its output is complete, but something could not be closed: {exception.Message}", exception) { IsPermanent = true };

    /// <summary>Plans the restart after a failure, as the options of the job describe it.</summary>
    /// <returns>The pause before the restart; null if the job is not restarted.</returns>
    private TimeSpan? PlanRestart(Exception failure)
    {
        if (failure is StateGenException { IsPermanent: true } || (!_hasOpened && !RestartSchedule.MayPass(failure)))
            return null;
        return options.Restart.IsWorthwhile(failure) ? _schedule.PlanAfterFailure() : null;
    }

    private void RequestStop()
    {
        _telemetry.Logger.StopRequested(options.JobId);
        _running?.RequestStop();
    }

    private void LogEnd(JobResult result)
    {
        if (result.AlreadyFinished)
        {
            _telemetry.Logger.JobAlreadyFinished(options.JobId);
            return;
        }

        if (result.IsStopped)
        {
            _telemetry.Logger.JobStoppedAt(options.JobId, result.StoppedCheckpointId);
            return;
        }

        _telemetry.Logger.JobFinished(
            options.JobId, _telemetry.Elapsed.TotalMilliseconds, result.Records, result.Checkpoints, result.FailedCheckpoints, result.Restarts);
    }

    private JobResult Describe(int attempt, bool alreadyFinished) => new()
    {
        AlreadyFinished = alreadyFinished,
        Records = Counters.Records,
        Checkpoints = Counters.Checkpoints,
        FailedCheckpoints = Counters.FailedCheckpoints,
        RestoredCheckpointId = _restored,
        Attempt = attempt,
        Restarts = _restarts,
        LastFailure = Counters.LastFailure,
    };
}
