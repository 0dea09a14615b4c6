using StateGen.Engine.Sources;
using StateGen.TestKit;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>A split that delivers nothing for the timeout leaves the watermark, and returns when it delivers again.</summary>
public sealed class IdleSplitTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly JobSurroundings _surroundings = new();
    private readonly FedSplits _fed = new(2);

    private AlarmLog Alarms => _surroundings.Alarms;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_watermark_follows_the_other_splits_once_a_quiet_one_is_idle(int parallelism)
    {
        using var job = Start(parallelism);
        _fed.Feed(1, 1_000);
        _fed.Feed(0, 5_000, 6_000);
        await Alarms.ReceivedAsync(3);
        await job.CheckpointAsync();
        Assert.Empty(Alarms.Fired);
        await AdvanceAsync(job, Timeout - TimeSpan.FromMilliseconds(1));
        _fed.Feed(0, 7_000);
        await Alarms.ReceivedAsync(4);
        await job.SettleAsync();
        Assert.Empty(Alarms.Fired);

        await AdvanceAsync(job, TimeSpan.FromMilliseconds(1));
        await Alarms.FiredAsync(6_000);
        await job.CheckpointAsync();
        Assert.Equal([1_000, 5_000, 6_000], Alarms.Fired.Order());
        Assert.Equal(["Job job: split 1 is idle and does not hold the watermark back."], _surroundings.Log.Of(1502));

        _fed.Feed(0, 9_000);
        await Alarms.FiredAsync(7_000);
        _fed.End(0, 1);
        await job.EndAsync();
        Assert.Equal([1_000, 5_000, 6_000, 7_000, 9_000], Alarms.Fired.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_split_that_delivers_again_counts_again_and_its_events_may_be_late(int parallelism)
    {
        using var job = Start(parallelism);
        _fed.Feed(1, 1_000);
        _fed.Feed(0, 5_000, 6_000);
        await Alarms.ReceivedAsync(3);
        await AdvanceAsync(job, Timeout);
        await Alarms.FiredAsync(1_000);
        _fed.Feed(0, 7_000);
        await Alarms.FiredAsync(6_000);
        await job.SettleAsync();

        _fed.Feed(1, 2_000);
        await Alarms.ReceivedAsync(5);
        Assert.Equal(6_999, Alarms.Received.Single(received => received.Event.Milliseconds == 2_000).Watermark);
        Assert.Contains("Job job: split 1 delivers again after it was idle.", _surroundings.Log.Of(1503));
        await job.CheckpointAsync();
        _fed.Feed(0, 20_000);
        await Alarms.ReceivedAsync(6);
        await job.CheckpointAsync();
        Assert.DoesNotContain(7_000, Alarms.Fired);

        _fed.Feed(1, 8_000);
        await Alarms.FiredAsync(7_000);
        await job.CheckpointAsync();
        Assert.DoesNotContain(8_000, Alarms.Fired);
        _fed.End(0, 1);
        await job.EndAsync();
        Assert.Contains(20_000, Alarms.Fired);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task If_all_splits_are_idle_the_watermark_is_that_of_the_furthest_whichever_was_idle_first(int parallelism, int first, int second)
    {
        using var job = Start(parallelism);
        _fed.Feed(first, first == 0 ? [5_000, 6_000] : [1_000]);
        await Alarms.ReceivedAsync(first == 0 ? 2 : 1);
        await AdvanceAsync(job, TimeSpan.FromSeconds(4));
        _fed.Feed(second, second == 0 ? [5_000, 6_000] : [1_000]);
        await Alarms.ReceivedAsync(3);
        await AdvanceAsync(job, Timeout - TimeSpan.FromSeconds(4));
        await InTime.UntilAsync(() => _surroundings.Log.Of(1502).Any());
        await AdvanceAsync(job, TimeSpan.FromSeconds(4));
        await Alarms.FiredAsync(5_000);
        await job.CheckpointAsync();
        Assert.Equal(2, _surroundings.Log.Of(1502).Count());
        Assert.Equal([1_000, 5_000], Alarms.Fired.Order());
        _fed.End(0, 1);
        await job.EndAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_second_operator_follows_the_first_when_splits_become_idle_and_return(int parallelism)
    {
        var second = new AlarmLog();
        using var job = new RunningJob(Stream().WithIdleTimeout(Timeout), _surroundings, parallelism, second);
        _fed.Feed(1, 1_000);
        _fed.Feed(0, 5_000, 6_000);
        await second.ReceivedAsync(3);
        await AdvanceAsync(job, Timeout);
        await second.FiredAsync(5_000);
        _fed.Feed(0, 7_000, 8_000);
        await second.FiredAsync(7_000);
        await job.SettleAsync();
        Assert.Equal([1_000, 5_000, 6_000, 7_000], second.Fired.Order());
        _fed.Feed(1, 2_000);
        await second.ReceivedAsync(6);
        await job.SettleAsync();
        _fed.Feed(0, 9_000);
        await second.ReceivedAsync(7);
        await job.SettleAsync();
        Assert.DoesNotContain(8_000, second.Fired);
        _fed.End(0, 1);
        await job.EndAsync();
        Assert.Equal([1_000, 2_000, 5_000, 6_000, 7_000, 8_000, 9_000], second.Fired.Order());
    }

    [Fact]
    public async Task Without_the_setting_a_quiet_split_holds_the_watermark_back()
    {
        using var job = new RunningJob(Stream(), _surroundings);
        _fed.Feed(0, 5_000, 6_000);
        await Alarms.ReceivedAsync(2);
        await AdvanceAsync(job, TimeSpan.FromDays(1));
        await job.SettleAsync();
        Assert.Empty(Alarms.Fired);
        _fed.End(1);
        await Alarms.FiredAsync(5_000);
        _fed.End(0);
        await job.EndAsync();
    }

    [Fact]
    public async Task The_order_of_the_settings_makes_no_difference()
    {
        var stream = Pipeline.From(new ScriptedSource(_fed.ReadAsync, _fed.Splits)).WithIdleTimeout(Timeout).WithEventTime(reading => reading.Time, TimeSpan.Zero);
        using var job = new RunningJob(stream, _surroundings);
        _fed.Feed(0, 5_000, 6_000);
        await Alarms.ReceivedAsync(2);
        await AdvanceAsync(job, Timeout);
        await Alarms.FiredAsync(5_000);
        _fed.End(0, 1);
        await job.EndAsync();
    }

    [Fact]
    public void A_timeout_without_meaning_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().WithIdleTimeout(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().WithIdleTimeout(TimeSpan.FromDays(50)));
    }

    [Fact]
    public void A_split_that_waits_for_its_turn_is_not_idle_however_long_the_subtask_is_busy()
    {
        var time = new VirtualTime();
        using var idle = new IdleTimeout(Timeout, time, () => { });
        var arrived = 0;
        using var wait = new SplitWait(time, () => arrived++);
        var split = new SplitCursor<Reading>(0, ScriptedSource.PositionOf(0)) { Wait = wait };
        wait.For(TimeSpan.FromSeconds(1));
        idle.Watch(wait);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, false), (arrived, idle.IsDue));
        wait.End();
        time.Advance(Timeout);
        Assert.True(idle.IsDue);
        Assert.False(idle.TryMark([split], _ => { }));

        // It was read late, had no event, and waits again: it has been quiet all the time.
        wait.For(TimeSpan.FromSeconds(1));
        idle.Watch(wait);
        Assert.True(idle.IsDue);
        Assert.True(idle.TryMark([split], _ => { }));
        Assert.True(split.IsIdle);
    }

    private SourceStream<Reading> Stream() => Pipeline.From(new ScriptedSource(_fed.ReadAsync, _fed.Splits)).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private RunningJob Start(int parallelism) => new(Stream().WithIdleTimeout(Timeout), _surroundings, parallelism);

    /// <summary>Moves time when every split waits.</summary>
    private async Task AdvanceAsync(RunningJob job, TimeSpan time)
    {
        await job.SettleAsync();
        _surroundings.Time.Advance(time);
    }
}
