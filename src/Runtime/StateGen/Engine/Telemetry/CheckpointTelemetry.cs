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
    private bool _hasEnded;

    public CheckpointTelemetry(JobTelemetry job, long id, bool isFinal, int attempt)
    {
        _job = job;
        _id = id;
        _started = job.Time.GetTimestamp();
        _activity = job.StartActivity("stategen.checkpoint")
            ?.SetTag(Tags.Attempt, attempt)
            .SetTag(Tags.CheckpointId, id)
            .SetTag(Tags.IsFinal, isFinal);
        job.Logger.CheckpointStarted(job.JobId, id, isFinal);
    }

    /// <summary>Gets the trace of the checkpoint; null without a listener.</summary>
    public ActivityContext? Trace => _activity?.Context;

    /// <summary>Runs the commit of the output as an activity of its own, below that of the checkpoint.</summary>
    public async Task CommitAsync(Func<Task> commit)
    {
        var part = _activity is null ? null : _job.StartActivity("stategen.checkpoint.commit", _activity.Context)?.SetTag(Tags.CheckpointId, _id);
        try
        {
            await _job.RunAsync(part, commit).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }

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
        _hasEnded = true;
        _job.RecordCompletedCheckpoint();
        _activity?.SetTag(Tags.Size, size).SetTag(Tags.Outcome, "completed");
        _job.Record(Instruments.CheckpointDuration, duration.TotalSeconds, [new(Tags.JobId, _job.JobId), new(Tags.Outcome, "completed")]);
        _job.Record(Instruments.CheckpointSize, size, [new(Tags.JobId, _job.JobId)]);
        _job.Logger.CheckpointCompleted(_job.JobId, _id, files.Length, size, duration.TotalMilliseconds, _longestAlignment.TotalMilliseconds);
    }

    public void Fail(Exception failure, int failures, int tolerable)
    {
        var duration = _job.Time.GetElapsedTime(_started);
        var type = failure.GetType().FullName;
        _hasEnded = true;
        _activity?.SetTag(Tags.Outcome, "failed").SetTag(Tags.ErrorType, type).SetStatus(ActivityStatusCode.Error, failure.Message);
        _job.Record(
            Instruments.CheckpointDuration,
            duration.TotalSeconds,
            [new(Tags.JobId, _job.JobId), new(Tags.Outcome, "failed"), new(Tags.ErrorType, type)]);
        _job.Logger.CheckpointFailed(failure, _job.JobId, _id, failures, tolerable);
    }

    /// <summary>Ends the activity. A checkpoint that has neither completed nor failed was canceled, because its attempt ended.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
            _activity?.SetTag(Tags.Outcome, "canceled").SetStatus(ActivityStatusCode.Error);
        _job.Stop(_activity);
    }
}
