using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract partial class ProcessingTimeTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Timers_fire_when_the_processing_time_reaches_them_in_the_order_of_time_with_their_key_set()
    {
        var host = await OpenProbeAsync();
        foreach (var time in new long[] { 30, 10, 20, 11 })
            host.Run($"k{time}", probe => RegisterAt(probe, time));
        AdvanceTo(host, 9);
        Assert.Empty(host.TakeOutput());
        AdvanceTo(host, 20);
        Assert.Equal(["k10@10", "k11@11", "k20@20"], host.TakeOutput());
        AdvanceTo(host, 15);
        Assert.Equal((0, 20), (host.TakeOutput().Length, host.ProcessingTime.ToUnixTimeMilliseconds()));
        AdvanceTo(host, 30);
        Assert.Equal(["k30@30"], host.TakeOutput());
        Assert.Equal(0, host.TimerCount);
    }

    [Fact]
    public async Task A_second_registration_is_no_operation_and_a_deleted_timer_never_fires()
    {
        var host = await OpenProbeAsync();
        for (var registration = 0; registration < 3; registration++)
            host.Run("a", probe => RegisterAt(probe, 10));
        host.Run("a", probe => RegisterAt(probe, 20));
        host.Run("b", probe => RegisterAt(probe, 20));
        Assert.Equal(3, host.TimerCount);
        host.Run("a", probe => DeleteAt(probe, 20));
        host.Run("b", probe => DeleteAt(probe, 10));
        AdvanceTo(host, 100);
        Assert.Equal(["a@10", "b@20"], host.TakeOutput());
    }

    [Fact]
    public async Task A_timer_of_each_kind_may_have_the_same_time_and_both_fire_alone()
    {
        var host = await OpenAsync(new Probe { TimerAction = (probe, timer) => probe.Emit($"{timer.Kind}@{timer.Timestamp.ToUnixTimeMilliseconds()}") });
        host.Run("a", probe =>
        {
            probe.RegisterAt(10);
            RegisterAt(probe, 10);
            RegisterAt(probe, 30);
            probe.DeleteAt(30);
        });
        Assert.Equal(3, host.TimerCount);
        host.AdvanceTo(20);
        Assert.Equal(["EventTime@10"], host.TakeOutput());
        AdvanceTo(host, 20);
        Assert.Equal(["ProcessingTime@10"], host.TakeOutput());
        AdvanceTo(host, 30);
        Assert.Equal(["ProcessingTime@30"], host.TakeOutput());
    }

    [Fact]
    public async Task A_registered_timer_is_found_and_a_deleted_or_fired_one_is_not()
    {
        var seen = new List<bool>();
        var probe = new Probe { TimerAction = (running, _) => seen.Add(Has(running, 10) || HasEvent(running, 10)) };
        var host = await OpenAsync(probe);
        Assert.False(host.Read("a", running => Has(running, 10) || HasEvent(running, 10)));
        host.Run("a", running => RegisterAt(running, 10));
        Assert.Equal((true, false), host.Read("a", running => (Has(running, 10), HasEvent(running, 10))));
        host.Run("a", running => running.RegisterAt(11));
        Assert.Equal((false, true), host.Read("a", running => (Has(running, 11), HasEvent(running, 11))));
        Assert.Equal((false, false), host.Read("b", running => (Has(running, 10), HasEvent(running, 11))));
        host.Run("a", running => running.DeleteAt(11));
        Assert.False(host.Read("a", running => HasEvent(running, 11)));
        Assert.True(host.Read("a", running => Has(running, 10)));
        AdvanceTo(host, 10);
        Assert.False(host.Read("a", running => Has(running, 10)));
        Assert.Equal([false], seen);
    }

    [Fact]
    public async Task A_timer_that_is_registered_while_the_input_ends_is_found_in_the_same_record()
    {
        var found = new List<(bool, bool)>();
        var host = await OpenAsync(new Probe
        {
            TimerAction = (probe, _) =>
            {
                probe.RegisterAt(50);
                var before = HasEvent(probe, 50);
                probe.DeleteAt(50);
                found.Add((before, HasEvent(probe, 50)));
            },
        });
        host.Run("a", probe => probe.RegisterAt(10));
        host.CompleteInput();
        Assert.Equal([(true, false)], found);
    }

    [Fact]
    public async Task A_callback_may_register_also_for_a_time_already_passed_and_sees_the_time_of_its_timer()
    {
        var host = await OpenAsync(new Probe
        {
            TimerAction = (probe, timer) =>
            {
                probe.Emit($"{timer.Timestamp.ToUnixTimeMilliseconds()} at {probe.Context.ProcessingTime.ToUnixTimeMilliseconds()}");
                probe.Number++;
                if (probe.Number == 1)
                    RegisterAt(probe, 5);
                else if (probe.Number < 4)
                    RegisterAt(probe, probe.Context.ProcessingTime.ToUnixTimeMilliseconds() + 20);
            },
        });
        host.Run("a", probe => RegisterAt(probe, 10));
        AdvanceTo(host, 45);
        Assert.Equal(["10 at 10", "5 at 10", "30 at 30"], host.TakeOutput());
        Assert.Equal((1, 45), (host.TimerCount, host.ProcessingTime.ToUnixTimeMilliseconds()));
        AdvanceTo(host, 50);
        Assert.Equal(["50 at 50"], host.TakeOutput());
    }

    [Fact]
    public async Task A_record_does_not_fire_timers_and_an_advance_to_the_present_fires_those_that_are_due()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => RegisterAt(probe, 10));
        Time.Milliseconds = 50;
        host.Run("a", probe => RegisterAt(probe, 20));
        Assert.Empty(host.TakeOutput());
        host.AdvanceProcessingTime(host.ProcessingTime);
        Assert.Equal(["a@10", "a@20"], host.TakeOutput());
    }

    [Fact]
    public async Task Neither_watermarks_nor_the_end_of_input_fire_the_timers_and_the_end_keeps_them()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => RegisterAt(probe, 10));
        host.AdvanceTo(1000);
        host.CompleteInput();
        Assert.Equal((0, 1), (host.TakeOutput().Length, host.TimerCount));
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        AdvanceTo(restored, 10);
        Assert.Equal(["a@10"], restored.TakeOutput());
    }

    [Fact]
    public async Task The_watermark_stays_where_it_is_and_output_has_the_time_of_the_timer()
    {
        var host = await OpenAsync(new Probe
        {
            TimerAction = (probe, _) => probe.Emit(
                $"{probe.Context.Timestamp.ToUnixTimeMilliseconds()} {probe.Context.Watermark.ToUnixTimeMilliseconds()} {probe.Context.IsLate}"),
        });
        host.AdvanceTo(7);
        host.Run("a", probe => RegisterAt(probe, 100));
        AdvanceTo(host, 200);
        Assert.Equal(["100 7 False"], host.TakeOutput());
        Assert.Equal(7, host.Watermark.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_failing_timer_is_undone_and_dropped_or_stays_as_the_policy_says()
    {
        void Fail(Probe probe, FiredTimer timer)
        {
            probe.Number = 7;
            probe.Emit("lost");
            RegisterAt(probe, 500);
            DeleteAt(probe, 20);
            if (timer.Timestamp.ToUnixTimeMilliseconds() == 10)
                throw new InvalidOperationException("bad");
        }

        var skipping = await OpenAsync(new Probe { TimerAction = Fail }, Options() with { ErrorPolicy = ErrorPolicy.Skip });
        skipping.Run("a", probe =>
        {
            RegisterAt(probe, 10);
            RegisterAt(probe, 20);
        });
        AdvanceTo(skipping, 10);
        Assert.Equal((0, 1, 0), (skipping.TakeOutput().Length, skipping.TimerCount, skipping.Read("a", probe => probe.Number)));
        Assert.True(skipping.Read("a", probe => Has(probe, 20)));

        var failing = await OpenAsync(new Probe { TimerAction = Fail });
        failing.Run("a", probe => RegisterAt(probe, 10));
        Assert.Throws<OperatorException>(() => AdvanceTo(failing, 10));
        Assert.Equal((0, 1), (failing.TakeOutput().Length, failing.TimerCount));
        Assert.Throws<OperatorException>(() => AdvanceTo(failing, 10));
    }

    [Fact]
    public async Task A_failing_record_neither_registers_nor_deletes()
    {
        var host = await OpenAsync(new Probe(), Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("a", probe => RegisterAt(probe, 20));
        host.Run("a", probe =>
        {
            RegisterAt(probe, 10);
            DeleteAt(probe, 20);
            throw new InvalidOperationException("bad");
        });
        AdvanceTo(host, 100);
        Assert.Equal(["a@20"], host.TakeOutput());
    }

    [Fact]
    public async Task Timers_of_one_time_fire_by_key_group_and_key_before_and_after_a_restore_and_overdue_ones_at_once()
    {
        string[] keys = [.. Enumerable.Range(1000, 400).Select(key => $"{key}")];
        var host = await OpenProbeAsync();
        foreach (var key in keys)
            host.Run(key, probe => RegisterAt(probe, 5));
        var snapshot = await host.SnapshotAsync(Cancellation);
        AdvanceTo(host, 5);
        Time.Milliseconds = 1_000;
        var restored = await RestoreProbeAsync(snapshot);
        restored.AdvanceProcessingTime(restored.ProcessingTime);
        var expected = keys
            .OrderBy(key => KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism))
            .ThenBy(key => key, StringComparer.Ordinal)
            .Select(key => $"{key}@5");
        Assert.Equal(expected, host.TakeOutput());
        Assert.Equal(expected, restored.TakeOutput());
    }

    [Fact]
    public async Task Timers_move_with_their_key_group()
    {
        string[] keys = [.. Enumerable.Range(0, 200).Select(key => $"{key}")];
        var host = await OpenProbeAsync();
        foreach (var key in keys)
        {
            host.Run(key, probe => RegisterAt(probe, 5 + (key.Length * 10)));
            host.Run(key, probe => probe.RegisterAt(7));
        }

        var snapshot = await host.SnapshotAsync(Cancellation);
        var fired = new List<string>();
        for (var subtask = 0; subtask < 3; subtask++)
        {
            var restored = await OpenAsync(new Probe(), Options(snapshot) with { Parallelism = 3, Subtask = subtask });
            AdvanceTo(restored, 1_000);
            var owned = restored.TakeOutput();
            Assert.InRange(owned.Length, 1, keys.Length - 2);
            Assert.Equal(owned.Length, restored.TimerCount);
            fired.AddRange(owned);
        }

        Assert.Equal(keys.Select(key => $"{key}@{5 + (key.Length * 10)}").Order(StringComparer.Ordinal), fired.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_processing_time_never_steps_back_also_after_a_restore()
    {
        var host = await OpenProbeAsync();
        Time.Milliseconds = 100;
        Assert.Equal(100, host.Read("a", probe => probe.Context.ProcessingTime.ToUnixTimeMilliseconds()));
        Time.Milliseconds = 50;
        Assert.Equal(100, host.Read("a", probe => probe.Context.ProcessingTime.ToUnixTimeMilliseconds()));
        host.Run("a", probe => RegisterAt(probe, 90));
        AdvanceTo(host, 300);
        Assert.Equal(["a@90"], host.TakeOutput());
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal(300, restored.Read("a", probe => probe.Context.ProcessingTime.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task A_time_between_milliseconds_is_rounded_up_for_a_timer_and_down_for_the_clock()
    {
        var host = await OpenProbeAsync();
        var between = DateTimeOffset.UnixEpoch.AddMilliseconds(10).AddTicks(1);
        host.Run("a", probe => probe.Context.Timers.RegisterProcessingTime(between));
        Assert.True(host.Read("a", probe => Has(probe, 11) && probe.Context.Timers.ContainsProcessingTime(between)));
        host.AdvanceProcessingTime(between.AddTicks(5));
        Assert.Empty(host.TakeOutput());
        AdvanceTo(host, 11);
        Assert.Equal(["a@11"], host.TakeOutput());
    }

    [Fact]
    public async Task Outside_of_a_record_every_member_throws()
    {
        var host = await OpenProbeAsync();
        OperatorContext<string> context = null!;
        host.Run("a", probe => context = probe.Context);
        Action[] members =
        [
            () => context.Timers.RegisterProcessingTime(default),
            () => context.Timers.DeleteProcessingTime(default),
            () => context.Timers.ContainsProcessingTime(default),
            () => context.Timers.ContainsEventTime(default),
        ];
        Assert.All(members, member => Assert.Throws<NoCurrentKeyException>(member));
    }

    private static void RegisterAt(Probe probe, long milliseconds) =>
        probe.Context.Timers.RegisterProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static void DeleteAt(Probe probe, long milliseconds) =>
        probe.Context.Timers.DeleteProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static bool Has(Probe probe, long milliseconds) =>
        probe.Context.Timers.ContainsProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static bool HasEvent(Probe probe, long milliseconds) =>
        probe.Context.Timers.ContainsEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private static void AdvanceTo(OperatorHost<string, Action<Probe>, string> host, long milliseconds) =>
        host.AdvanceProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
