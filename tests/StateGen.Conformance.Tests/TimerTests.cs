using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class TimerTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_second_registration_of_the_same_timer_is_no_operation()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => probe.RegisterAt(10));
        host.Run("a", probe => probe.RegisterAt(10));
        host.Run("b", probe => probe.RegisterAt(10));
        Assert.Equal(2, host.TimerCount);
        host.AdvanceTo(10);
        Assert.Equal(["a@10", "b@10"], host.TakeOutput().Order(StringComparer.Ordinal));
        Assert.Equal(0, host.TimerCount);
    }

    [Fact]
    public async Task A_deleted_timer_never_fires()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe =>
        {
            probe.RegisterAt(10);
            probe.RegisterAt(20);
            probe.DeleteAt(30);
        });
        host.Run("b", probe => probe.DeleteAt(20));
        host.Run("a", probe => probe.DeleteAt(10));
        host.AdvanceTo(100);
        Assert.Equal(["a@20"], host.TakeOutput());
    }

    [Fact]
    public async Task Timers_fire_when_the_watermark_reaches_them_in_the_order_of_time_with_their_key_set()
    {
        var host = await OpenProbeAsync();
        foreach (var time in new long[] { 30, 10, 20, 11 })
            host.Run($"k{time}", probe => probe.RegisterAt(time));
        host.AdvanceTo(9);
        Assert.Empty(host.TakeOutput());
        host.AdvanceTo(20);
        Assert.Equal(["k10@10", "k11@11", "k20@20"], host.TakeOutput());
        host.AdvanceTo(15);
        Assert.Empty(host.TakeOutput());
        host.AdvanceTo(30);
        Assert.Equal(["k30@30"], host.TakeOutput());
    }

    [Fact]
    public async Task Timers_of_one_time_fire_by_key_group_and_key_before_and_after_a_restore()
    {
        string[] keys = [.. Enumerable.Range(1000, 400).Select(key => $"{key}")];
        var host = await OpenProbeAsync();
        foreach (var key in keys)
            host.Run(key, probe => probe.RegisterAt(5));
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        host.AdvanceTo(5);
        restored.AdvanceTo(5);
        var expected = keys
            .OrderBy(key => KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism))
            .ThenBy(key => key, StringComparer.Ordinal)
            .Select(key => $"{key}@5");
        Assert.Equal(expected, host.TakeOutput());
        Assert.Equal(expected, restored.TakeOutput());
    }

    [Fact]
    public async Task A_callback_may_register_also_for_a_time_already_passed()
    {
        var probe = new Probe
        {
            TimerAction = (running, timer) =>
            {
                running.Emit($"{timer.Timestamp.ToUnixTimeMilliseconds()}");
                running.Number++;
                if (running.Number < 3)
                    running.RegisterAt(timer.Timestamp.ToUnixTimeMilliseconds() - 1);
                else if (running.Number == 3)
                    running.RegisterAt(1000);
            },
        };
        var host = await OpenAsync(probe);
        host.Run("a", running => running.RegisterAt(10));
        host.AdvanceTo(50);
        Assert.Equal(["10", "9", "8"], host.TakeOutput());
        Assert.Equal(1, host.TimerCount);
        host.AdvanceTo(1000);
        Assert.Equal(["1000"], host.TakeOutput());
    }

    [Fact]
    public async Task A_timer_for_a_time_already_passed_fires_with_the_next_watermark()
    {
        var host = await OpenProbeAsync();
        host.AdvanceTo(100);
        host.Run("a", probe => probe.RegisterAt(50));
        Assert.Empty(host.TakeOutput());
        host.AdvanceTo(101);
        Assert.Equal(["a@50"], host.TakeOutput());
    }

    [Fact]
    public async Task The_end_of_input_fires_what_is_registered_and_keeps_what_is_registered_meanwhile()
    {
        var probe = new Probe
        {
            TimerAction = (running, timer) =>
            {
                running.Emit($"{timer.Timestamp.ToUnixTimeMilliseconds()}");
                running.RegisterAt(timer.Timestamp.ToUnixTimeMilliseconds() + 1);
            },
        };
        var host = await OpenAsync(probe);
        host.Run("a", running => running.RegisterAt(10));
        host.Run("a", running => running.RegisterAt(long.MaxValue / 20_000_000));
        host.CompleteInput();
        Assert.Equal(2, host.TakeOutput().Length);
        Assert.Equal(2, host.TimerCount);
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        restored.AdvanceTo(11);
        Assert.Equal(["a@11"], restored.TakeOutput());
    }

    [Fact]
    public async Task State_is_at_hand_in_a_callback_and_what_it_changes_stays()
    {
        var probe = new Probe
        {
            TimerAction = (running, _) =>
            {
                running.Emit($"{running.Number}:{running.Map["m"]}:{string.Join(',', running.List)}");
                running.Clear();
            },
        };
        var host = await OpenAsync(probe);
        host.Run("a", running =>
        {
            running.Number = 3;
            running.Map["m"] = "x";
            running.List.AddRange(["p", "q"]);
            running.RegisterAt(10);
        });
        host.AdvanceTo(10);
        Assert.Equal(["3:x:p,q"], host.TakeOutput());
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_time_between_milliseconds_is_rounded_up()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => probe.Context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddMilliseconds(10).AddTicks(1)));
        host.AdvanceTo(10);
        Assert.Empty(host.TakeOutput());
        host.AdvanceTo(11);
        Assert.Equal(["a@11"], host.TakeOutput());
    }
}
