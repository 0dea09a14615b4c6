using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using StateGen.Backends;
using StateGen.Engine.Telemetry;

namespace StateGen.Tests.Telemetry;

[Collection("Telemetry")]
public sealed class SubtaskTelemetryTests : IDisposable
{
    private const string JobId = "subtask";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly TelemetryRecorder _recorder = new(JobId);
    private readonly JobTelemetry _job;
    private readonly SubtaskTelemetry _subtask;

    public SubtaskTelemetryTests()
    {
        _job = new(new() { JobId = JobId, Time = _time });
        _subtask = _job.OpenSubtask("totals", 3);
        _subtask.Start();
    }

    public void Dispose()
    {
        _subtask.Dispose();
        _job.Dispose();
        _recorder.Dispose();
    }

    [Fact]
    public async Task Time_is_divided_into_busy_idle_and_back_pressured()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        await WaitAsync(SubtaskActivity.Idle, TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(5));
        await WaitAsync(SubtaskActivity.BackPressured, TimeSpan.FromSeconds(7));
        _time.Advance(TimeSpan.FromSeconds(11));
        _subtask.Flush();
        Assert.Equal((18, 3, 7), (SecondsOf("busy"), SecondsOf("idle"), SecondsOf("backpressured")));
    }

    [Fact]
    public async Task A_collection_contains_a_wait_that_has_not_ended()
    {
        _subtask.Start(new Subtask());
        var waiting = new TaskCompletionSource<int>();
        var wait = _subtask.MeasureAsync(new ValueTask<int>(waiting.Task), SubtaskActivity.Idle);
        _time.Advance(TimeSpan.FromHours(1));
        _recorder.Collect();
        Assert.Equal(3_600, SecondsOf("idle"));

        _time.Advance(TimeSpan.FromSeconds(1));
        waiting.SetResult(42);
        Assert.Equal(42, await wait);
        _recorder.Collect();
        Assert.Equal((3_601, 0), (SecondsOf("idle"), SecondsOf("busy")));
    }

    [Fact]
    public void Time_before_the_start_is_not_counted()
    {
        using var later = _job.OpenSubtask("later", 0);
        _time.Advance(TimeSpan.FromSeconds(9));
        later.Start();
        _time.Advance(TimeSpan.FromSeconds(1));
        later.Flush();
        Assert.Equal(1, _recorder.Sum("stategen.subtask.time", ("stategen.operator.id", "later")));
    }

    [Fact]
    public void A_checkpoint_whose_attempt_ends_is_canceled()
    {
        _job.BeginCheckpoint(1, isFinal: false, attempt: 1).Dispose();
        var activity = Assert.Single(_recorder.Activities);
        Assert.Equal(("canceled", ActivityStatusCode.Error), (activity.GetTagItem("stategen.checkpoint.outcome"), activity.Status));
    }

    [Fact]
    public async Task A_commit_that_fails_marks_its_activity_and_the_checkpoint()
    {
        using (var checkpoint = _job.BeginCheckpoint(1, isFinal: false, attempt: 1))
        {
            checkpoint.Complete([]);
            await Assert.ThrowsAsync<IOException>(() => checkpoint.CommitAsync(() => throw new IOException("The disk is full.")));
        }

        Assert.Equal(["stategen.checkpoint.commit", "stategen.checkpoint"], _recorder.Activities.Select(activity => activity.OperationName));
        Assert.All(_recorder.Activities, activity => Assert.Equal((ActivityStatusCode.Error, "The disk is full."), (activity.Status, activity.StatusDescription)));
    }

    [Fact]
    public void Parts_of_a_checkpoint_that_is_not_sampled_are_not_traced_either()
    {
        using var unsampled = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == StateGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name == "stategen.checkpoint" ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        };
        _recorder.StopTracing();
        ActivitySource.AddActivityListener(unsampled);
        using var checkpoint = _job.BeginCheckpoint(1, isFinal: true, attempt: 1);
        Assert.True(checkpoint.CommitAsync(() =>
        {
            Assert.Null(Activity.Current);
            return Task.CompletedTask;
        }).IsCompletedSuccessfully);
    }

    [Fact]
    public void What_runs_outside_of_activities_does_not_inherit_one()
    {
        using var own = new Activity("own").Start();
        using var checkpoint = _job.BeginCheckpoint(1, isFinal: true, attempt: 1);
        Assert.Equal("stategen.checkpoint", Activity.Current!.OperationName);
        Assert.Equal("own", JobTelemetry.OutsideOfActivities(() => Activity.Current!.OperationName));
        Assert.Equal("stategen.checkpoint", Activity.Current!.OperationName);
    }

    /// <summary>A listener may wait for a lock that a collecting thread holds, which in turn reads the subtask.</summary>
    [Fact]
    public void Listeners_are_called_without_the_lock_that_a_collection_takes()
    {
        var read = new List<bool>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name is "stategen.subtask.time" or "stategen.state.cache.requests")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Read(tags));
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Read(tags));
        listener.Start();
        _subtask.Start(new Subtask { State = new() { CacheHits = 1 } });
        _time.Advance(TimeSpan.FromSeconds(1));
        _subtask.Flush();
        Assert.Equal([true, true], read);

        void Read(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(new(Tags.JobId, JobId)))
                read.Add(Task.Run(_subtask.ReadWatermarkLag).Wait(TimeSpan.FromMinutes(1)));
        }
    }

    [Fact]
    public async Task A_wait_that_fails_ends()
    {
        var waiting = new TaskCompletionSource();
        var wait = _subtask.MeasureAsync(new ValueTask(waiting.Task), SubtaskActivity.BackPressured);
        waiting.SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(wait.AsTask);
        _time.Advance(TimeSpan.FromSeconds(4));
        _subtask.Flush();
        Assert.Equal((4, 0), (SecondsOf("busy"), SecondsOf("backpressured")));
    }

    [Fact]
    public void A_task_that_has_completed_is_no_wait()
    {
        var read = _subtask.MeasureAsync(new ValueTask<int>(1), SubtaskActivity.Idle).AsTask();
        Assert.True(read.IsCompletedSuccessfully);
        Assert.Equal(0, SecondsOf("idle"));
    }

    [Fact]
    public void Counters_of_the_store_are_recorded_once()
    {
        var subtask = new Subtask { State = new() { Entries = 5, CacheHits = 10, CacheMisses = 4, WriteStalls = 1 } };
        _subtask.Start(subtask);
        _recorder.Collect();
        subtask.State = new() { Entries = 4, CacheHits = 25, CacheMisses = 4, WriteStalls = 1 };
        _recorder.Collect();
        Assert.Equal(25, _recorder.Sum("stategen.state.cache.requests", ("stategen.cache.result", "hit")));
        Assert.Equal(4, _recorder.Sum("stategen.state.cache.requests", ("stategen.cache.result", "miss")));
        Assert.Equal(1, _recorder.Sum("stategen.state.write_stalls"));
        Assert.Equal(4, _recorder.Last("stategen.state.entries"));
        Assert.Empty(_recorder.Of("stategen.state.size"));
    }

    [Theory]
    [InlineData(EventTime.Minimum)]
    [InlineData(EventTime.Maximum)]
    public void A_watermark_before_the_first_and_after_the_last_has_no_lag(long watermark)
    {
        _subtask.Start(new Subtask { Watermark = watermark });
        _recorder.Collect();
        Assert.Empty(_recorder.Of("stategen.watermark.lag"));
    }

    [Fact]
    public void The_lag_is_the_time_between_watermark_and_clock()
    {
        _time.Advance(TimeSpan.FromSeconds(100));
        _subtask.Start(new Subtask { Watermark = 98_500 });
        _recorder.Collect();
        var lag = Assert.Single(_recorder.Of("stategen.watermark.lag"));
        Assert.Equal(1.5, lag.Value);
        Assert.Equal((JobId, "totals", 3), (lag.Tags["stategen.job.id"], lag.Tags["stategen.operator.id"], lag.Tags["stategen.subtask.index"]));
    }

    [Fact]
    public void The_age_of_the_latest_checkpoint_begins_at_the_start_and_again_with_each_checkpoint()
    {
        _time.Advance(TimeSpan.FromSeconds(30));
        _recorder.Collect();
        using (var checkpoint = _job.BeginCheckpoint(1, isFinal: false, attempt: 1))
            checkpoint.Complete([]);
        _time.Advance(TimeSpan.FromSeconds(2));
        using (var checkpoint = _job.BeginCheckpoint(2, isFinal: false, attempt: 1))
            checkpoint.Fail(new InvalidOperationException("no space"), 1, 1);
        _recorder.Collect();
        Assert.Equal([30, 2], _recorder.Of("stategen.checkpoint.age").Select(age => age.Value));
    }

    [Fact]
    public void A_subtask_that_has_ended_is_not_read_any_more()
    {
        var subtask = new Subtask { State = new() { CacheHits = 3 } };
        _subtask.Start(subtask);
        _subtask.Dispose();
        Assert.Equal(3, _recorder.Sum("stategen.state.cache.requests"));
        var reads = subtask.Reads;
        _recorder.Collect();
        Assert.Equal(reads, subtask.Reads);
        Assert.Empty(_job.Subtasks);
    }

    private async Task WaitAsync(SubtaskActivity activity, TimeSpan time)
    {
        var waiting = new TaskCompletionSource();
        var wait = _subtask.MeasureAsync(new ValueTask(waiting.Task), activity);
        _time.Advance(time);
        waiting.SetResult();
        await wait;
    }

    private double SecondsOf(string activity) => _recorder.Sum("stategen.subtask.time", ("stategen.subtask.activity", activity));

    private sealed class Subtask : IMeasuredSubtask
    {
        public int Reads { get; private set; }

        public StateStatistics State { get; set; }

        public long Watermark { get; init; } = EventTime.Minimum;

        public StateStatistics ReadState()
        {
            Reads++;
            return State;
        }
    }
}
