using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using StateGen.Backends;

namespace StateGen.Engine.Telemetry;

/// <summary>The activity of a subtask, for the metric of its time.</summary>
internal enum SubtaskActivity
{
    /// <summary>The subtask processes records.</summary>
    Busy,

    /// <summary>The subtask waits for input.</summary>
    Idle,

    /// <summary>The subtask waits until its output accepts more records.</summary>
    BackPressured,
}

/// <summary>
/// The metrics of one subtask. The subtask records its counts once for each batch, and its activity when a wait begins and ends. A collection of the metrics
/// may read at any time. Thread-safe.
/// </summary>
internal sealed class SubtaskTelemetry : IDisposable
{
    private static readonly string[] ActivityNames = ["busy", "idle", "backpressured"];

    private readonly Lock _gate = new();
    private readonly JobTelemetry _job;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly KeyValuePair<string, object?>[][] _activityTags;
    private readonly KeyValuePair<string, object?>[] _hitTags;
    private readonly KeyValuePair<string, object?>[] _missTags;
    private readonly long[] _elapsed = new long[ActivityNames.Length];
    private IMeasuredSubtask? _subtask;
    private StateStatistics _statistics;
    private SubtaskActivity _activity;
    private long? _since;

    public SubtaskTelemetry(JobTelemetry job, string operatorId, int subtask)
    {
        _job = job;
        _tags = [new(Tags.JobId, job.JobId), new(Tags.OperatorId, operatorId), new(Tags.Subtask, subtask)];
        _activityTags = Array.ConvertAll(ActivityNames, name => With(Tags.Activity, name));
        _hitTags = With(Tags.CacheResult, "hit");
        _missTags = With(Tags.CacheResult, "miss");
    }

    /// <summary>Starts to measure the time. The watermark and the state of an operator subtask can be read until this object is disposed.</summary>
    /// <param name="subtask">The operator subtask; null for a source, which has no state.</param>
    public void Start(IMeasuredSubtask? subtask = null)
    {
        lock (_gate)
        {
            _subtask = subtask;
            _since = _job.Time.GetTimestamp();
        }
    }

    public void CountIn(int records)
    {
        if (records > 0)
            _job.Add(Instruments.RecordsIn, records, _tags);
    }

    public void CountOut(int records)
    {
        if (records > 0)
            _job.Add(Instruments.RecordsOut, records, _tags);
    }

    public void CountFailed(int records, string errorPolicy) =>
        _job.Add(Instruments.RecordsFailed, records, With(Tags.ErrorPolicy, errorPolicy));

    public void RecordAlignment(TimeSpan duration) =>
        _job.Record(Instruments.CheckpointAlignment, duration.TotalSeconds, _tags);

    /// <summary>Awaits a task and records the wait as <paramref name="activity"/>. A task that has already completed costs nothing.</summary>
    public ValueTask<T> MeasureAsync<T>(ValueTask<T> task, SubtaskActivity activity) => task.IsCompleted ? task : WaitAsync(task, activity);

    /// <inheritdoc cref="MeasureAsync{T}"/>
    public ValueTask MeasureAsync(ValueTask task, SubtaskActivity activity) => task.IsCompleted ? task : WaitAsync(task, activity);

    /// <summary>Begins an activity. Each wait that is measured ends with the subtask being busy.</summary>
    public void Enter(SubtaskActivity activity)
    {
        lock (_gate)
        {
            Accumulate();
            _activity = activity;
        }
    }

    /// <summary>
    /// Records what has accumulated since the last call: a wait that has not ended yet, and the counters of the store. Listeners are called without the lock,
    /// because they may wait for a collection that waits for the lock.
    /// </summary>
    public void Flush()
    {
        Span<long> elapsed = stackalloc long[ActivityNames.Length];
        StateStatistics before, now;
        lock (_gate)
        {
            Accumulate();
            _elapsed.CopyTo(elapsed);
            Array.Clear(_elapsed);
            before = _statistics;
            now = _statistics = _subtask?.ReadState() ?? before;
        }

        RecordTime(elapsed);
        RecordIncrease(before, now);
    }

    /// <returns>The measurement; null while the subtask has no watermark, and after the last one.</returns>
    public Measurement<double>? ReadWatermarkLag()
    {
        lock (_gate)
        {
            if (_subtask is null || _subtask.Watermark is EventTime.Minimum or EventTime.Maximum)
                return null;
            var now = _job.Time.GetUtcNow().ToUnixTimeMilliseconds();
            return new((now - _subtask.Watermark) / 1000.0, _tags);
        }
    }

    /// <summary>Reads a number as the last <see cref="Flush"/> found it.</summary>
    /// <returns>The measurement; null if the subtask has no such number.</returns>
    public Measurement<long>? ReadState(Func<StateStatistics, long?> select)
    {
        lock (_gate)
            return _subtask is not null && select(_statistics) is { } value ? new(value, _tags) : null;
    }

    /// <summary>Records the rest and ends the observation. Called before the store is disposed.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            lock (_gate)
                _subtask = null;
            _job.Remove(this);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> WaitAsync<T>(ValueTask<T> task, SubtaskActivity activity)
    {
        Enter(activity);
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            Enter(SubtaskActivity.Busy);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask task, SubtaskActivity activity)
    {
        Enter(activity);
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            Enter(SubtaskActivity.Busy);
        }
    }

    private void Accumulate()
    {
        if (_since is not { } since)
            return;
        _since = _job.Time.GetTimestamp();
        _elapsed[(int)_activity] += _since.Value - since;
    }

    private void RecordTime(ReadOnlySpan<long> elapsed)
    {
        for (var activity = 0; activity < elapsed.Length; activity++)
        {
            if (elapsed[activity] > 0)
                _job.Add(Instruments.SubtaskTime, elapsed[activity] / (double)_job.Time.TimestampFrequency, _activityTags[activity]);
        }
    }

    private void RecordIncrease(in StateStatistics before, in StateStatistics now)
    {
        RecordIncrease(Instruments.CacheRequests, before.CacheHits, now.CacheHits, _hitTags);
        RecordIncrease(Instruments.CacheRequests, before.CacheMisses, now.CacheMisses, _missTags);
        RecordIncrease(Instruments.WriteStalls, before.WriteStalls, now.WriteStalls, _tags);
    }

    private void RecordIncrease(Counter<long> counter, long? before, long? now, KeyValuePair<string, object?>[] tags)
    {
        if (now > (before ?? 0))
            _job.Add(counter, now.Value - (before ?? 0), tags);
    }

    private KeyValuePair<string, object?>[] With(string tag, string value) => [.. _tags, new(tag, value)];
}

/// <summary>Represents a subtask whose watermark and state can be read on any thread.</summary>
internal interface IMeasuredSubtask
{
    /// <summary>Gets the watermark in milliseconds since the Unix epoch.</summary>
    long Watermark { get; }

    /// <inheritdoc cref="StateStore.ReadStatistics"/>
    StateStatistics ReadState();
}
