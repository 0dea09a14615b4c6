using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Telemetry;

/// <summary>The logs, metrics and traces of one run of a job, over all of its attempts. Thread-safe.</summary>
internal sealed class JobTelemetry : IDisposable
{
    private static readonly ActivitySource Activities = new(StateGenTelemetry.ActivitySourceName);

    private readonly Lock _gate = new();
    private readonly List<SubtaskTelemetry> _subtasks = [];
    private readonly KeyValuePair<string, object?> _tag;
    private readonly long _started;
    private long _latestCheckpoint;

    public JobTelemetry(PipelineOptions options)
    {
        JobId = options.JobId;
        Logger = new GuardedLogger(options.Logger, Counters.RecordFailure);
        Time = options.Time;
        _tag = new(Tags.JobId, JobId);
        _started = _latestCheckpoint = Time.GetTimestamp();
        RunningJobs.All.Add(this);
    }

    /// <summary>Gets the counters for progress reports and the result. They also receive exceptions of the user's logger and listeners.</summary>
    public JobCounters Counters { get; } = new();

    public string JobId { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; }

    public IReadOnlyList<SubtaskTelemetry> Subtasks
    {
        get
        {
            lock (_gate)
                return [.. _subtasks];
        }
    }

    /// <summary>Gets the time since the start of the run.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_started);

    public SubtaskTelemetry OpenSubtask(string operatorId, int subtask)
    {
        var telemetry = new SubtaskTelemetry(this, operatorId, subtask);
        lock (_gate)
            _subtasks.Add(telemetry);
        return telemetry;
    }

    public void Remove(SubtaskTelemetry subtask)
    {
        lock (_gate)
            _subtasks.Remove(subtask);
    }

    public RestoreTelemetry BeginRestore(CheckpointManifest restored) => new(this, restored);

    public CheckpointTelemetry BeginCheckpoint(long id, bool isFinal, int attempt) => new(this, id, isFinal, attempt);

    public void RecordRestart(Exception cause, int restart, TimeSpan delay)
    {
        var (exception, origin) = FailureCause.Of(cause);
        Add(Instruments.Restarts, 1, [_tag, new(Tags.ErrorType, exception.GetType().FullName)]);
        Logger.JobRestarting(exception, JobId, origin, restart, delay.TotalMilliseconds);
    }

    public void RecordFailure(Exception cause)
    {
        var (exception, origin) = FailureCause.Of(cause);
        Logger.JobFailed(exception, JobId, origin);
    }

    /// <summary>Adds to a counter. Listeners are user code; what they throw does not reach the caller.</summary>
    public void Add<T>(Counter<T> counter, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            counter.Add(value, tags);
        }
        catch (Exception exception)
        {
            // Telemetry must not fail a job.
            Counters.RecordFailure(exception);
        }
    }

    /// <inheritdoc cref="Add"/>
    public void Record<T>(Histogram<T> histogram, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception exception)
        {
            // Telemetry must not fail a job.
            Counters.RecordFailure(exception);
        }
    }

    /// <summary>Starts an activity; null without a listener. Listeners are user code; what they throw does not reach the caller.</summary>
    public Activity? StartActivity(string name, ActivityContext parent = default)
    {
        var current = Activity.Current;
        try
        {
            return Activities.StartActivity(name, ActivityKind.Internal, parent)?.SetTag(Tags.JobId, JobId);
        }
        catch (Exception exception)
        {
            // Telemetry must not fail a job. The activity may have begun before a listener threw.
            Activity.Current = current;
            Counters.RecordFailure(exception);
            return null;
        }
    }

    /// <inheritdoc cref="StartActivity"/>
    public void Stop(Activity? activity)
    {
        try
        {
            activity?.Dispose();
        }
        catch (Exception exception)
        {
            // Telemetry must not fail a job.
            Counters.RecordFailure(exception);
        }
    }

    /// <summary>Runs a part of an activity, and ends the part.</summary>
    public async Task RunAsync(Activity? part, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            part?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
        finally
        {
            Stop(part);
        }
    }

    /// <summary>Runs user code that must not inherit the current activity of StateGen, which ends long before what the code starts.</summary>
    public static T OutsideOfActivities<T>(Func<T> create)
    {
        var current = Activity.Current;
        if (current?.Source != Activities)
            return create();
        Activity.Current = current.Parent;
        try
        {
            return create();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    public void RecordCompletedCheckpoint() => Interlocked.Exchange(ref _latestCheckpoint, Time.GetTimestamp());

    public Measurement<double> ReadCheckpointAge() => new(Time.GetElapsedTime(Interlocked.Read(ref _latestCheckpoint)).TotalSeconds, _tag);

    public void Dispose() => RunningJobs.All.Remove(this);
}

/// <summary>A restore from its begin until the state of all subtasks is ready. Disposing it without completing it marks it as failed.</summary>
internal sealed class RestoreTelemetry : IDisposable
{
    private readonly JobTelemetry _job;
    private readonly CheckpointManifest _restored;
    private readonly Activity? _activity;
    private readonly long _started;
    private bool _isCompleted;

    public RestoreTelemetry(JobTelemetry job, CheckpointManifest restored)
    {
        _job = job;
        _restored = restored;
        _started = job.Time.GetTimestamp();
        _activity = job.StartActivity("stategen.restore")
            ?.SetTag(Tags.CheckpointId, restored.CheckpointId)
            .SetTag(Tags.Size, SizeBytes);
        job.Logger.RestoreStarted(job.JobId, restored.CheckpointId, restored.CreatedAt, restored.Files.Length, SizeBytes);
    }

    private long SizeBytes => _restored.Files.Sum(file => file.Length);

    public void Complete()
    {
        _isCompleted = true;
        var duration = _job.Time.GetElapsedTime(_started);
        _job.Record(Instruments.RestoreDuration, duration.TotalSeconds, [new(Tags.JobId, _job.JobId)]);
        _job.Logger.RestoreCompleted(_job.JobId, _restored.CheckpointId, SizeBytes, duration.TotalMilliseconds);
        _job.Stop(_activity);
    }

    public void Dispose()
    {
        if (_isCompleted)
            return;
        _activity?.SetStatus(ActivityStatusCode.Error);
        _job.Stop(_activity);
    }
}
