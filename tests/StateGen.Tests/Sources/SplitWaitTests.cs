using StateGen.Checkpoints;
using StateGen.Engine.Sources;
using StateGen.TestKit;

namespace StateGen.Tests.Sources;

/// <summary>The wait of a split: what ends it, and since when the split has been quiet.</summary>
public sealed class SplitWaitTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly SplitWait _wait;
    private int _reports;

    public SplitWaitTests() => _wait = new(_time, () => _reports++);

    public void Dispose() => _wait.Dispose();

    [Fact]
    public void A_wait_for_a_task_ends_with_the_task_and_not_with_a_report_of_an_earlier_wait()
    {
        var task = new TaskCompletionSource();
        _wait.For(TimeSpan.FromSeconds(1));
        _wait.End();
        _wait.For(task.Task);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, false), (_reports, _wait.IsOver));
        task.SetResult();
        Assert.Equal((2, true), (_reports, _wait.IsOver));
    }

    [Fact]
    public void A_wait_for_a_completed_task_is_reported_at_once()
    {
        _wait.For(Task.CompletedTask);
        Assert.Equal((1, true), (_reports, _wait.IsOver));
    }

    [Fact]
    public void A_limit_ends_the_wait_that_it_was_set_for_and_no_later_one()
    {
        var limit = new TaskCompletionSource();
        _wait.For(new TaskCompletionSource().Task);
        _wait.LimitBy(limit.Task);
        Assert.False(_wait.IsOver);
        limit.SetResult();
        Assert.Equal((1, true), (_reports, _wait.IsOver));
        _wait.End();
        _wait.LimitBy(Task.CompletedTask);
        _wait.For(new TaskCompletionSource().Task);
        Assert.False(_wait.IsOver);
    }

    [Fact]
    public void A_split_is_quiet_from_its_first_wait_after_it_delivered()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        _wait.For(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _wait.End();
        _wait.For(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(3).Ticks, _wait.QuietSince);
        _wait.End();
        _wait.EndQuiet();
        Assert.Null(_wait.QuietSince);
        _wait.For(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(4).Ticks, _wait.QuietSince);
    }

    [Fact]
    public void A_time_that_is_longer_than_a_timer_can_count_is_shortened()
    {
        _wait.For(TimeSpan.MaxValue);
        _time.Advance(TimeSpan.FromDays(49));
        Assert.Equal(1, _reports);
    }

    // The clock goes on between two looks at it.
    [Fact]
    public void A_split_that_becomes_idle_while_the_timer_is_set_wakes_the_subtask()
    {
        var time = new SteppingTime();
        var woken = 0;
        using var idle = new IdleTimeout(TimeSpan.FromSeconds(1), time, () => woken++);
        var split = new SplitCursor<long>(0, new("0", ManifestFields.Empty, null, false)) { Wait = new(time, () => { }) };
        split.Wait.For(new TaskCompletionSource().Task);
        idle.Watch(split.Wait);
        time.Now = TimeSpan.TicksPerSecond - 1;
        time.Step = 10;
        Assert.False(idle.TryMark([split], _ => { }));
        Assert.Equal((true, 1), (idle.IsDue, woken));
    }

    /// <summary>A clock that goes on with each look, and whose timers never fire.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        public long Now { get; set; }

        public long Step { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (Now += Step) - Step;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();

        private sealed class SilentTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
