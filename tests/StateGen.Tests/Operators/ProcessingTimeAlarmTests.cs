using StateGen.Engine.Operators;
using StateGen.TestKit;

namespace StateGen.Tests.Operators;

public sealed class ProcessingTimeAlarmTests
{
    private readonly VirtualTime _time = new();
    private int _woken;

    [Fact]
    public async Task One_timer_serves_the_earliest_of_many_times()
    {
        await using var alarm = Open();
        foreach (var due in new long[] { 300, 200, 500, 200, long.MaxValue, 400 })
            alarm.ArmFor(due);
        Assert.Equal(1, _time.ArmedTimers);
        Advance(199);
        Assert.Equal(0, _woken);
        Advance(1);
        Assert.Equal((1, 0), (_woken, _time.ArmedTimers));
        alarm.ArmFor(300);
        Advance(99);
        Assert.Equal(1, _woken);
        Advance(1);
        Assert.Equal(2, _woken);
    }

    [Fact]
    public async Task Nothing_is_armed_if_there_is_no_timer()
    {
        await using var alarm = Open();
        alarm.ArmFor(long.MaxValue);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Theory]
    [InlineData(-1_000)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_time_that_has_come_wakes_after_a_millisecond(long due)
    {
        await using var alarm = Open();
        alarm.ArmFor(due);
        Advance(1);
        Assert.Equal(1, _woken);
    }

    [Fact]
    public async Task A_long_wait_is_looked_at_each_minute_because_the_clock_may_be_set()
    {
        await using var alarm = Open();
        alarm.ArmFor(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        Advance(60_000);
        Assert.Equal(1, _woken);
        alarm.ArmFor(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        Advance(59_999);
        Assert.Equal(1, _woken);
        Advance(1);
        Assert.Equal(2, _woken);
    }

    [Fact]
    public async Task Nothing_wakes_after_it_was_disposed()
    {
        var alarm = Open();
        alarm.ArmFor(10);
        await alarm.DisposeAsync();
        Advance(20);
        Assert.Equal(0, _woken);
    }

    private ProcessingTimeAlarm Open() => new(_time, () => _woken++);

    private void Advance(long milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
