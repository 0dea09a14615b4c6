using StateGen.Engine.Jobs;
using StateGen.TestKit;

namespace StateGen.Tests.Jobs;

/// <summary>When a strategy restarts a job, and after which pause.</summary>
public sealed class RestartStrategyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time = new();

    [Fact]
    public void A_fixed_delay_is_used_until_the_restarts_are_used_up()
    {
        var schedule = RestartStrategy.FixedDelay(3, Second).Begin(_time);
        Assert.Equal([Second, Second, Second, null], Fail(schedule, 4));
    }

    [Fact]
    public void Restarts_are_counted_anew_after_a_time_without_failure()
    {
        var schedule = RestartStrategy.FixedDelay(3, Second, resetAfter: TimeSpan.FromMinutes(5)).Begin(_time);
        Assert.Equal([Second, Second, Second], Fail(schedule, 3));
        _time.Advance(TimeSpan.FromMinutes(5) + Second);
        Assert.Equal([Second, Second, Second, null], Fail(schedule, 4));
    }

    [Fact]
    public void The_pause_is_no_time_without_failure()
    {
        var pause = TimeSpan.FromMinutes(10);
        var schedule = RestartStrategy.FixedDelay(2, pause, resetAfter: TimeSpan.FromMinutes(5)).Begin(_time);
        for (var restart = 0; restart < 2; restart++)
        {
            Assert.Equal(pause, schedule.PlanAfterFailure());
            _time.Advance(pause);
        }

        Assert.Null(schedule.PlanAfterFailure());
    }

    [Fact]
    public void Each_run_of_a_job_counts_for_itself()
    {
        var strategy = RestartStrategy.FixedDelay(1, Second);
        Assert.Equal([Second, null], Fail(strategy.Begin(_time), 2));
        Assert.Equal([Second, null], Fail(strategy.Begin(_time), 2));
    }

    [Fact]
    public void Pauses_grow_to_the_maximum_and_begin_anew_after_a_time_without_failure()
    {
        var schedule = RestartStrategy.ExponentialBackoff(Second, 10 * Second, jitter: 0, resetAfter: TimeSpan.FromMinutes(1)).Begin(_time);
        Assert.Equal([1, 2, 4, 8, 10, 10], Fail(schedule, 6).Select(delay => delay!.Value.TotalSeconds));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Second, schedule.PlanAfterFailure());
    }

    [Fact]
    public void Pauses_do_not_overflow()
    {
        var schedule = RestartStrategy.ExponentialBackoff(Second, TimeSpan.FromDays(1), multiplier: 1_000, jitter: 1, random: new(1)).Begin(_time);
        Assert.All(Fail(schedule, 500), delay => Assert.InRange(delay!.Value, TimeSpan.Zero, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Jitter_spreads_the_pauses_around_their_length()
    {
        var schedule = RestartStrategy.ExponentialBackoff(10 * Second, TimeSpan.FromDays(1), multiplier: 1, jitter: 0.2, random: new(20261130)).Begin(_time);
        var delays = Fail(schedule, 200).Select(delay => delay!.Value.TotalSeconds).ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, 8, 12));
        Assert.InRange(delays.Min(), 8, 8.5);
        Assert.InRange(delays.Max(), 11.5, 12);
        Assert.InRange(delays.Average(), 9.7, 10.3);
    }

    [Fact]
    public void A_rate_counts_the_failures_of_the_last_interval()
    {
        var schedule = RestartStrategy.FailureRate(2, 10 * Second, Second).Begin(_time);
        Assert.Equal([Second, Second], Fail(schedule, 2));
        _time.Advance(11 * Second);
        Assert.Equal([Second, Second, null], Fail(schedule, 3));
    }

    [Fact]
    public void No_restart_is_planned_by_default() => Assert.Null(RestartStrategy.None.Begin(_time).PlanAfterFailure());

    [Fact]
    public void Arguments_outside_their_range_are_named()
    {
        var negative = TimeSpan.FromTicks(-1);
        AssertNamed("maxRestarts", () => RestartStrategy.FixedDelay(-1, Second));
        AssertNamed("delay", () => RestartStrategy.FixedDelay(1, negative));
        AssertNamed("resetAfter", () => RestartStrategy.FixedDelay(1, Second, negative));
        AssertNamed("initial", () => RestartStrategy.ExponentialBackoff(negative, Second));
        AssertNamed("maximum", () => RestartStrategy.ExponentialBackoff(2 * Second, Second));
        AssertNamed("multiplier", () => RestartStrategy.ExponentialBackoff(Second, Second, multiplier: double.NaN));
        AssertNamed("jitter", () => RestartStrategy.ExponentialBackoff(Second, Second, jitter: 1.1));
        AssertNamed("maxFailures", () => RestartStrategy.FailureRate(-1, Second, Second));
        AssertNamed("interval", () => RestartStrategy.FailureRate(1, negative, Second));
        AssertNamed("delay", () => RestartStrategy.FailureRate(1, Second, TimeSpan.FromDays(50)));
    }

    private static void AssertNamed(string parameter, Func<RestartStrategy> create) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);

    private static TimeSpan?[] Fail(RestartSchedule schedule, int times) => [.. Enumerable.Range(0, times).Select(_ => schedule.PlanAfterFailure())];
}
