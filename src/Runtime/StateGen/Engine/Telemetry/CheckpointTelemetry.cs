using System.Collections.Immutable;
using System.Diagnostics;
using StateGen.Checkpoints;

namespace StateGen.Engine.Telemetry;

/// <summary>A checkpoint from its begin until its output is committed, or until it has failed. Thread-safe as far as subtasks use it.</summary>
internal sealed class CheckpointTelemetry : IDisposable
{
    private readonly JobTelemetry _job;
    private readonly long _id;
    private readonly Activity? _activity;
    private readonly long _started;
    private readonly Lock _gate = new();
    private TimeSpan _longestAlignment;

    public CheckpointTelemetry(JobTelemetry job, long id, bool isFinal, int attempt)
    {
        _job = job;
        _id = id;
        _started = job.Time.GetTimestamp();
        _activity = JobTelemetry.Activities.StartActivity("stategen.checkpoint")
            ?.SetTag(Tags.JobId, job.JobId)
            .SetTag(Tags.Attempt, attempt)
            .SetTag(Tags.CheckpointId, id)
            .SetTag(Tags.IsFinal, isFinal);
        job.Logger.CheckpointStarted(job.JobId, id, isFinal);
    }

    /// <summary>Starts the activity of a subtask that writes its state. The caller disposes it.</summary>
    public Activity? StartWrite(string operatorId, int subtask) => JobTelemetry.Activities
        .StartActivity("stategen.checkpoint.write_state", ActivityKind.Internal, _activity?.Context ?? default)
        ?.SetTag(Tags.JobId, _job.JobId)
        .SetTag(Tags.CheckpointId, _id)
        .SetTag(Tags.OperatorId, operatorId)
        .SetTag(Tags.Subtask, subtask);

    /// <summary>Starts the activity of the sink's commit. The caller disposes it.</summary>
    public Activity? StartCommit() => JobTelemetry.Activities.StartActivity("stategen.checkpoint.commit")
        ?.SetTag(Tags.JobId, _job.JobId)
        .SetTag(Tags.CheckpointId, _id);

    /// <summary>Records the time between the first and the last barrier at a subtask.</summary>
    public void RecordAlignment(TimeSpan duration)
    {
        lock (_gate)
            _longestAlignment = duration > _longestAlignment ? duration : _longestAlignment;
    }

    public void Complete(ImmutableArray<CheckpointFile> files)
    {
        var duration = _job.Time.GetElapsedTime(_started);
        var size = files.Sum(file => file.Length);
        _job.RecordCompletedCheckpoint();
        _activity?.SetTag(Tags.Size, size).SetTag(Tags.Outcome, "completed");
        Instruments.CheckpointDuration.Record(duration.TotalSeconds, new(Tags.JobId, _job.JobId), new(Tags.Outcome, "completed"));
        Instruments.CheckpointSize.Record(size, new KeyValuePair<string, object?>(Tags.JobId, _job.JobId));
        _job.Logger.CheckpointCompleted(_job.JobId, _id, files.Length, size, duration.TotalMilliseconds, _longestAlignment.TotalMilliseconds);
    }

    public void Fail(Exception failure, int failures, int tolerable)
    {
        var duration = _job.Time.GetElapsedTime(_started);
        var type = failure.GetType().FullName;
        _activity?.SetTag(Tags.Outcome, "failed").SetTag(Tags.ErrorType, type).SetStatus(ActivityStatusCode.Error, failure.Message);
        Instruments.CheckpointDuration.Record(
            duration.TotalSeconds, new(Tags.JobId, _job.JobId), new(Tags.Outcome, "failed"), new(Tags.ErrorType, type));
        _job.Logger.CheckpointFailed(failure, _job.JobId, _id, failures, tolerable);
    }

    public void Dispose() => _activity?.Dispose();
}
