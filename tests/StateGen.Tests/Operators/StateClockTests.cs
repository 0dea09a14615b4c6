using StateGen.TestKit;

namespace StateGen.Tests.Operators;

public sealed class StateClockTests
{
    [Fact]
    public void The_clock_never_steps_back_in_a_running_process()
    {
        var time = new ManualTime { Milliseconds = 1000 };
        var clock = new StateClock(time);
        Assert.Equal(1000, clock.Now);
        time.Milliseconds = 400;
        Assert.Equal(1000, clock.Now);
        time.Milliseconds = 1001;
        Assert.Equal(1001, clock.Now);
    }

    [Fact]
    public void The_clock_of_a_restored_checkpoint_is_its_lowest_time()
    {
        var time = new ManualTime { Milliseconds = 1000 };
        var clock = new StateClock(time, floor: 2000);
        Assert.Equal(2000, clock.Now);
        time.Milliseconds = 2001;
        Assert.Equal(2001, clock.Now);
    }
}
