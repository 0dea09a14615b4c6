using System.Runtime.ExceptionServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpointing.Restore;
using StateGen.Checkpoints;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Jobs;

/// <summary>
/// Runs a job: one attempt after the other, each from the latest checkpoint, until the job is finished or the restart strategy allows no further attempt.
/// </summary>
internal sealed class JobRun(
    JobPlan plan, PipelineOptions options, ICheckpointStorage? storage, System.Collections.Immutable.ImmutableArray<SplitPosition> splits) : IDisposable
{
    private readonly JobTelemetry _telemetry = new(options);
    private int _attempt;
    private int _restarts;
    private long? _restored;

    private JobCounters Counters => _telemetry.Counters;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await RunAttemptsAsync(cancellationToken).ConfigureAwait(false);
            LogEnd(result);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _telemetry.Logger.JobStopped(options.JobId);
            throw;
        }
        catch (Exception exception)
        {
            // Logged for whoever watches the job; the caller gets the exception.
            _telemetry.RecordFailure(exception);
            throw;
        }
    }

    public void Dispose() => _telemetry.Dispose();

    private async Task<JobResult> RunAttemptsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RunAttemptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsRestartable(exception, cancellationToken))
            {
                // The restart strategy does not depend on the type of the failure. The failure is reported with the progress.
                Counters.RecordFailure(exception);
                _telemetry.RecordRestart(exception, ++_restarts, options.Restart);
            }

            await Task.Delay(options.Restart.Delay, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JobResult> RunAttemptAsync(CancellationToken cancellationToken)
    {
        var found = await new JobRestore(plan, options, storage, splits).FindStartAsync(cancellationToken).ConfigureAwait(false);
        using var restore = found.Restored is null ? null : _telemetry.BeginRestore(found.Restored);
        var start = await PrepareAsync(found, cancellationToken).ConfigureAwait(false);
        if (start.Restored is { IsFinished: true } finished)
        {
            restore?.Complete();
            return Describe(finished.Attempt, alreadyFinished: _restarts == 0);
        }

        await RunAttemptAsync(start, restore, cancellationToken).ConfigureAwait(false);
        return Describe(_attempt, alreadyFinished: false);
    }

    private async Task<JobStart> PrepareAsync(JobStart start, CancellationToken cancellationToken)
    {
        if (start.Restored is { } restored)
            await start.Store!.VerifyAsync(restored, cancellationToken).ConfigureAwait(false);
        if (start is not { Restored.IsFinished: true, IsOutputCommitted: true })
        {
            await plan.RestoreSink(options.JobId, start.Restored?.CheckpointId ?? 0, start.PendingCommittables, cancellationToken)
                .ConfigureAwait(false);
        }

        if (_attempt == 0)
            _restored = start.Restored?.CheckpointId;
        _attempt = Math.Max(_attempt, start.Restored?.Attempt ?? 0) + 1;
        return start with { Attempt = _attempt };
    }

    private async Task RunAttemptAsync(JobStart start, RestoreTelemetry? restore, CancellationToken cancellationToken)
    {
        var attempt = new JobAttempt(plan, options, start, _telemetry);
        ExceptionDispatchInfo? failure = null;
        try
        {
            await plan.Open(attempt, cancellationToken).ConfigureAwait(false);
            restore?.Complete();
            _telemetry.Logger.JobStarted(options.JobId, attempt.Number, options.Backend.Name, attempt.Parallelism, attempt.MaxParallelism);
            options.AttemptOpened?.Invoke(attempt);
            await RunSubtasksAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Thrown after the attempt has released its resources.
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        await DisposeAsync(attempt, failure).ConfigureAwait(false);
    }

    private async Task RunSubtasksAsync(JobAttempt attempt, CancellationToken cancellationToken)
    {
        using var group = new SubtaskGroup(cancellationToken);
        using var progress = new ProgressReporter(options, Counters, attempt.Number);
        foreach (var subtask in attempt.Subtasks)
            group.Start(subtask.RunAsync);
        group.Start(progress.RunAsync);
        group.Start(async token =>
        {
            await attempt.Coordinator.RunAsync(token).ConfigureAwait(false);
            progress.Stop();
        });
        await group.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Disposes an attempt and throws the first failure. A failure of the disposal does not hide a failure of the attempt.
    /// </summary>
    private static async Task DisposeAsync(JobAttempt attempt, ExceptionDispatchInfo? failure)
    {
        try
        {
            await attempt.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Thrown below unless the attempt itself failed first.
            failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        failure?.Throw();
    }

    /// <summary>
    /// Determines whether the job is restarted after a failure. It is not restarted if the preparation of the first attempt failed, or if another attempt would
    /// fail in the same way.
    /// </summary>
    private bool IsRestartable(Exception exception, CancellationToken cancellationToken) =>
        _attempt > 0
        && _restarts < options.Restart.MaxRestarts
        && !cancellationToken.IsCancellationRequested
        && exception is not (CheckpointConflictException or CheckpointDamagedException or CheckpointFormatException
            or JobMismatchException or UnrepeatableCommitException);

    private void LogEnd(JobResult result)
    {
        if (result.AlreadyFinished)
        {
            _telemetry.Logger.JobAlreadyFinished(options.JobId);
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

/// <summary>The counters of a run of a job, over all of its attempts. Thread-safe.</summary>
internal sealed class JobCounters
{
    private long _records;
    private int _checkpoints;
    private int _failedCheckpoints;
    private Exception? _lastFailure;

    public long Records => Interlocked.Read(ref _records);

    public int Checkpoints => Volatile.Read(ref _checkpoints);

    public int FailedCheckpoints => Volatile.Read(ref _failedCheckpoints);

    public Exception? LastFailure => Volatile.Read(ref _lastFailure);

    public void CountRecords(int count) => Interlocked.Add(ref _records, count);

    public void CountCheckpoint() => Interlocked.Increment(ref _checkpoints);

    public void CountFailedCheckpoint() => Interlocked.Increment(ref _failedCheckpoints);

    /// <summary>Records a failure that does not end the job, for progress reports and the result.</summary>
    public void RecordFailure(Exception failure) => Volatile.Write(ref _lastFailure, failure);
}

/// <summary>Reports the progress of an attempt periodically and at its end.</summary>
internal sealed class ProgressReporter(PipelineOptions options, JobCounters metrics, int attempt) : IDisposable
{
    private readonly PeriodicTimer? _timer = options.Progress is null ? null : new(options.ProgressInterval, options.Time);
    private long _lastTime = options.Time.GetTimestamp();
    private long _lastRecords = metrics.Records;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Progress is null || _timer is null)
            return;
        while (await _timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            Report(options.Progress);
        Report(options.Progress);
    }

    /// <summary>Ends the reporting with a last report.</summary>
    public void Stop() => _timer?.Dispose();

    public void Dispose() => _timer?.Dispose();

    private void Report(IProgress<JobProgress> progress)
    {
        var records = metrics.Records;
        var time = options.Time.GetTimestamp();
        var seconds = options.Time.GetElapsedTime(_lastTime, time).TotalSeconds;
        var rate = seconds > 0 ? (records - _lastRecords) / seconds : 0;
        progress.Report(new(records, rate, metrics.Checkpoints, metrics.FailedCheckpoints, attempt) { LastFailure = metrics.LastFailure });
        (_lastTime, _lastRecords) = (time, records);
    }
}
