using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StateGen.Checkpoints;

namespace StateGen.Engine.Telemetry;

/// <summary>The logs, metrics and traces of one run of a job, over all of its attempts. Thread-safe.</summary>
internal sealed class JobTelemetry : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SubtaskTelemetry> _subtasks = [];
    private readonly KeyValuePair<string, object?> _tag;
    private readonly long _started;
    private long _latestCheckpoint;

    public JobTelemetry(PipelineOptions options)
    {
        JobId = options.JobId;
        Logger = options.Logger;
        Time = options.Time;
        _tag = new(Tags.JobId, JobId);
        _started = _latestCheckpoint = Time.GetTimestamp();
        RunningJobs.All.Add(this);
    }

    /// <summary>Gets the source of all activities of the process.</summary>
    public static ActivitySource Activities { get; } = new(StateGenTelemetry.ActivitySourceName);

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

    public void RecordRestart(Exception cause, int restart, RestartStrategy strategy)
    {
        Instruments.Restarts.Add(1, _tag, new(Tags.ErrorType, cause.GetType().FullName));
        Logger.JobRestarting(cause, JobId, restart, strategy.MaxRestarts, strategy.Delay.TotalMilliseconds);
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
        _activity = JobTelemetry.Activities.StartActivity("stategen.restore")
            ?.SetTag(Tags.JobId, job.JobId)
            .SetTag(Tags.CheckpointId, restored.CheckpointId)
            .SetTag(Tags.Size, SizeBytes);
        job.Logger.RestoreStarted(job.JobId, restored.CheckpointId, restored.CreatedAt, restored.Files.Length, SizeBytes);
    }

    private long SizeBytes => _restored.Files.Sum(file => file.Length);

    public void Complete()
    {
        _isCompleted = true;
        var duration = _job.Time.GetElapsedTime(_started);
        Instruments.RestoreDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(Tags.JobId, _job.JobId));
        _job.Logger.RestoreCompleted(_job.JobId, _restored.CheckpointId, SizeBytes, duration.TotalMilliseconds);
        _activity?.Dispose();
    }

    public void Dispose()
    {
        if (!_isCompleted)
            _activity?.SetStatus(ActivityStatusCode.Error).Dispose();
    }
}
