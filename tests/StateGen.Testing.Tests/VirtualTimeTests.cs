namespace StateGen.Testing.Tests;

public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Time_stands_until_it_is_advanced()
    {
        Assert.Equal(VirtualTime.DefaultStart, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(VirtualTime.DefaultStart.AddHours(5), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(5), _time.GetElapsedTime(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
        Assert.Equal(VirtualTime.DefaultStart.AddHours(5), _time.GetUtcNow());
    }

    [Fact]
    public void A_clock_starts_where_it_is_told_to_in_UTC()
    {
        var start = new DateTimeOffset(2024, 7, 1, 2, 0, 0, TimeSpan.FromHours(2));
        var time = new VirtualTime(start);
        Assert.Equal((start, TimeSpan.Zero), (time.GetUtcNow(), time.GetUtcNow().Offset));
        Assert.Equal(TimeSpan.Zero, time.GetLocalNow().Offset);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_then_of_their_arming()
    {
        Arm("b", 2);
        Arm("a", 1);
        Arm("c", 2);
        Arm("later", 3);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["a 1", "b 2", "c 2"], _fired);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("later 3", _fired[^1]);
    }

    [Fact]
    public void A_period_repeats_until_the_timer_is_disposed()
    {
        using (Arm("tick", 1, 2))
            _time.Advance(TimeSpan.FromSeconds(6));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["tick 1", "tick 3", "tick 5"], _fired);
    }

    [Fact]
    public void A_timer_is_changed_and_stopped()
    {
        using var timer = Arm("t", 1);
        timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(3));
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["t 3"], _fired);
    }

    [Fact]
    public void A_timer_that_is_armed_by_another_one_fires_in_the_same_advance()
    {
        using var first = _time.CreateTimer(_ => Arm("second", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["second 2"], _fired);
        Assert.Equal(VirtualTime.DefaultStart.AddSeconds(5), _time.GetUtcNow());
    }

    [Fact]
    public async Task Threads_that_advance_at_the_same_time_move_it_by_the_sum()
    {
        const int Times = 20_000;
        var advancing = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var time = 0; time < Times; time++)
                    _time.Advance(TimeSpan.FromTicks(1));
            },
            TestContext.Current.CancellationToken));
        await Task.WhenAll(advancing);
        Assert.Equal(4 * Times, _time.GetTimestamp());
    }

    private ITimer Arm(string name, double seconds, double? period = null) => _time.CreateTimer(
        _ => _fired.Add($"{name} {(_time.GetUtcNow() - VirtualTime.DefaultStart).TotalSeconds}"),
        state: null,
        TimeSpan.FromSeconds(seconds),
        period is { } repeated ? TimeSpan.FromSeconds(repeated) : Timeout.InfiniteTimeSpan);
}
