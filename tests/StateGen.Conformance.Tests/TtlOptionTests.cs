using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>The options of a time to live of 100 ms: what refreshes it, what is visible, and which clock counts.</summary>
public abstract partial class TtlOptionTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const string Key = "k";

    [Fact]
    public async Task A_read_refreshes_what_it_returns()
    {
        var host = await OpenTtlAsync();
        host.Run(Key, probe =>
        {
            probe.RefreshedNumber = 1;
            (probe.RefreshedMap["read"], probe.RefreshedMap["unread"]) = (1, 2);
            probe.RefreshedList.Add(1);
        });
        Time.Milliseconds = 50;
        host.Run(Key, probe => Assert.Equal((1, 1, 1L), (probe.RefreshedNumber, probe.RefreshedMap["read"], probe.RefreshedList.Single())));
        Time.Milliseconds = 120;
        host.Run(Key, probe =>
        {
            Assert.Equal(1, probe.RefreshedNumber);
            Assert.Equal([new("read", 1)], probe.RefreshedMap);
            Assert.Equal([1L], probe.RefreshedList);
        });
        Time.Milliseconds = 220;
        host.Run(Key, probe => Assert.Equal((0, true, true), (probe.RefreshedNumber, probe.RefreshedMap.IsEmpty, probe.RefreshedList.IsEmpty)));
    }

    [Fact]
    public async Task Counting_and_another_key_refresh_nothing()
    {
        var host = await OpenTtlAsync();
        host.Run(Key, probe =>
        {
            probe.RefreshedMap["a"] = 1;
            probe.RefreshedList.Add(1);
        });
        Time.Milliseconds = 50;
        host.Run(Key, probe => Assert.Equal((1, false, false), (probe.RefreshedMap.Count, probe.RefreshedMap.IsEmpty, probe.RefreshedList.IsEmpty)));
        host.Run("other", probe => Assert.Equal((0, 0), (probe.RefreshedMap.Keys.Count(), probe.RefreshedList.Count())));
        Time.Milliseconds = 100;
        host.Run(Key, probe => Assert.Equal((true, true), (probe.RefreshedMap.IsEmpty, probe.RefreshedList.IsEmpty)));
    }

    [Fact]
    public async Task A_failed_record_undoes_its_refreshes()
    {
        var host = await OpenTtlAsync();
        host.Run(Key, probe =>
        {
            probe.RefreshedNumber = 1;
            probe.RefreshedMap["a"] = 1;
            probe.RefreshedList.Add(1);
        });
        Time.Milliseconds = 50;
        Assert.Throws<OperatorException>(() => host.Run(Key, probe =>
            throw new InvalidOperationException($"undo {probe.RefreshedNumber}{probe.RefreshedMap["a"]}{probe.RefreshedList.Single()}")));
        Time.Milliseconds = 100;
        host.Run(Key, probe => Assert.Equal((0, true, true), (probe.RefreshedNumber, probe.RefreshedMap.IsEmpty, probe.RefreshedList.IsEmpty)));
    }

    [Fact]
    public async Task What_has_expired_is_returned_once()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            Assert.Equal(1, probe.VisibleNumber);
            Assert.Equal(0, probe.VisibleNumber);
            Assert.Equal(0, probe.VisibleMap.Count);
            Assert.Equal(1, probe.VisibleMap["a"]);
            Assert.False(probe.VisibleMap.ContainsKey("a"));
            Assert.Equal([new("b", 2)], probe.VisibleMap);
            Assert.Empty(probe.VisibleMap);
            Assert.True(probe.VisibleList.IsEmpty);
            Assert.Equal([1L, 2L], probe.VisibleList);
            Assert.Empty(probe.VisibleList);
        });
        host.Run(Key, probe => Assert.Equal((0, 0, 0), (probe.VisibleNumber, probe.VisibleMap.Keys.Count(), probe.VisibleList.Count())));
        AssertIsCleaned(host);
    }

    [Fact]
    public async Task What_a_failed_record_has_returned_is_returned_again()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        Assert.Throws<OperatorException>(() => host.Run(Key, probe =>
            throw new InvalidOperationException($"undo {probe.VisibleNumber}{probe.VisibleMap.Keys.Count()}{probe.VisibleList.Count()}")));
        host.Run(Key, probe => Assert.Equal((1, 3, 3), (probe.VisibleNumber, probe.VisibleMap.Values.Sum(), probe.VisibleList.Sum())));
    }

    [Fact]
    public async Task An_expired_value_that_can_be_read_does_not_stay_after_a_write()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            probe.VisibleNumber = 5;
            probe.VisibleMap["a"] = 5;
            Assert.False(probe.VisibleMap.Remove("b"));
        });
        Time.Milliseconds = 199;
        host.Run(Key, probe => Assert.Equal((5, 5), (probe.VisibleNumber, probe.VisibleMap["a"])));
    }

    [Fact]
    public async Task Removing_expired_map_entries_while_the_map_is_enumerated_leaves_the_enumeration_as_it_is()
    {
        var host = await OpenTtlAsync();
        FillVisible(host);
        Time.Milliseconds = 100;
        host.Run(Key, probe =>
        {
            var keys = new List<string>();
            foreach (var (key, _) in probe.VisibleMap)
            {
                keys.Add(key);
                Assert.False(probe.VisibleMap.Remove("a"));
                Assert.False(probe.VisibleMap.Remove("b"));
            }

            Assert.Single(keys);
            Assert.Empty(probe.VisibleMap);
        });
    }

    [Fact]
    public async Task An_enumeration_refreshes_only_the_elements_that_it_returns()
    {
        var host = await OpenTtlAsync();
        host.Run(Key, probe => probe.RefreshedTexts.AddRange(["a", "b", "c"]));
        Time.Milliseconds = 50;
        host.Run(Key, probe => Assert.Equal(["a", "b"], probe.RefreshedTexts.Take(2)));
        Time.Milliseconds = 100;
        host.Run(Key, probe => probe.RefreshedTexts.Add("d"));
        Time.Milliseconds = 149;
        host.Run(Key, probe => Assert.Equal(["a", "b", "d"], probe.RefreshedTexts));
        Time.Milliseconds = 249;
        host.Run(Key, probe => Assert.Empty(probe.RefreshedTexts));
        AssertIsCleaned(host);
    }

    [Fact]
    public async Task Event_time_state_lives_from_the_time_of_the_record_until_the_watermark_reaches_its_end()
    {
        var host = await OpenTtlAsync();
        FillEventTime(host, timestamp: 1_000);
        Time.Milliseconds = 1_000_000_000;
        host.AdvanceTo(1_099);
        AssertEventTime(host, isLive: true);
        host.AdvanceTo(1_100);
        AssertEventTime(host, isLive: false);
        AssertIsCleaned(host);
    }

    [Fact]
    public async Task Event_time_state_of_a_record_that_is_too_late_has_expired_at_once()
    {
        var host = await OpenTtlAsync();
        host.AdvanceTo(1_100);
        FillEventTime(host, timestamp: 1_000);
        AssertEventTime(host, isLive: false);
        FillEventTime(host, timestamp: 1_001);
        AssertEventTime(host, isLive: true);
    }

    [Fact]
    public async Task Elements_in_event_time_expire_each_at_its_own_time_whatever_their_order()
    {
        var host = await OpenTtlAsync();
        foreach (var timestamp in new[] { 1_050, 1_000, 1_099, 1_020 })
            RunAt(host, timestamp, probe => probe.EventList.Add(timestamp));
        host.AdvanceTo(1_120);
        Assert.Equal([1_050L, 1_099L], host.Read(Key, probe => probe.EventList.ToArray()));
    }

    [Fact]
    public async Task A_timer_sees_the_state_that_lives_at_its_time_whatever_the_watermark_has_reached()
    {
        var probe = new TtlProbe();
        var host = await OpenAsync(probe, Options());
        RunAt(host, 1_000, self =>
        {
            self.EventNumber = 7;
            self.RegisterTimer(self.Context!, 1_099);
            self.RegisterTimer(self.Context!, 1_100);
        });
        host.AdvanceTo(5_000);
        Assert.Equal([7L, 0L], probe.SeenByTimers);
    }

    [Fact]
    public async Task Event_time_state_without_an_event_time_before_the_first_watermark_counts_as_written_at_the_processing_time()
    {
        Time.Milliseconds = 5_000;
        var host = await OpenAsync(new TtlProbe { Timer = static self => self.EventMap["timer"] = self.EventNumber = 1 }, Options());
        host.Run(Key, probe => probe.Context!.Timers.RegisterProcessingTime(DateTimeOffset.UnixEpoch.AddMilliseconds(5_050)));
        host.AdvanceProcessingTime(DateTimeOffset.UnixEpoch.AddMilliseconds(5_050));
        var restored = await OpenAsync(new TtlProbe(), Options(await host.SnapshotAsync(Cancellation)));
        foreach (var each in new[] { host, restored })
        {
            each.AdvanceTo(1_000);
            Assert.Equal((1, 1), each.Read(Key, probe => (probe.EventNumber, probe.EventMap.Count)));
            each.AdvanceTo(5_149);
            Assert.Equal((1, 1), each.Read(Key, probe => (probe.EventNumber, probe.EventMap.Count)));
            each.AdvanceTo(5_150);
            Assert.Equal((0, 0), each.Read(Key, probe => (probe.EventNumber, probe.EventMap.Count)));
        }
    }

    [Fact]
    public async Task The_end_of_the_input_makes_nothing_expire()
    {
        var host = await OpenTtlAsync();
        FillEventTime(host, timestamp: 1_000);
        host.CompleteInput();
        AssertEventTime(host, isLive: true);
    }

    [Fact]
    public async Task Event_time_does_not_run_below_that_of_a_snapshot()
    {
        var host = await OpenTtlAsync();
        FillEventTime(host, timestamp: 1_000);
        host.AdvanceTo(1_050);
        var snapshot = await host.SnapshotAsync(Cancellation);
        var restored = await OpenAsync(new TtlProbe(), Options(snapshot));
        AssertEventTime(restored, isLive: true);
        RunAt(restored, 950, probe =>
        {
            probe.EventMap["late"] = 1;
            Assert.Equal((1, false), (probe.EventMap.Count, probe.EventMap.ContainsKey("late")));
        });
    }

    [Fact]
    public async Task A_restored_clock_counts_before_the_next_watermark()
    {
        Time.Milliseconds = 1_000_000;
        var host = await OpenTtlAsync();
        FillEventTime(host, timestamp: 1_000);
        host.Run(Key, probe => probe.Context!.Timers.RegisterProcessingTime(DateTimeOffset.UnixEpoch.AddMilliseconds(2_000_000)));
        host.AdvanceTo(1_100);
        var snapshot = await host.SnapshotAsync(Cancellation);

        var restored = await OpenAsync(new TtlProbe { Timer = static self => self.EventMap["timer"] = self.EventNumber = 1 }, Options(snapshot));
        AssertEventTime(restored, isLive: false);
        // What has no event time of its own has that of the clock.
        restored.AdvanceProcessingTime(DateTimeOffset.UnixEpoch.AddMilliseconds(2_000_000));
        restored.AdvanceTo(1_199);
        Assert.Equal((1, 1), restored.Read(Key, probe => (probe.EventNumber, probe.EventMap.Count)));
        restored.AdvanceTo(1_200);
        Assert.Equal((0, 0), restored.Read(Key, probe => (probe.EventNumber, probe.EventMap.Count)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task What_had_expired_in_one_subtask_stays_expired_when_another_one_was_behind(int parallelism)
    {
        var ahead = await OpenSubtaskAsync(SubtaskOf(2), 2);
        var behind = await OpenSubtaskAsync(1 - SubtaskOf(2), 2);
        FillEventTime(ahead, timestamp: 1_000);
        ahead.AdvanceTo(1_100);
        behind.AdvanceTo(1_050);
        OperatorHostSnapshot[] snapshots = [await ahead.SnapshotAsync(Cancellation), await behind.SnapshotAsync(Cancellation)];

        var restored = await OpenSubtaskAsync(SubtaskOf(parallelism), parallelism, snapshots);
        AssertEventTime(restored, isLive: false);
        restored.AdvanceTo(1_051);
        AssertEventTime(restored, isLive: false);
    }

    [Fact]
    public async Task All_options_together_refresh_and_return_by_event_time()
    {
        var host = await OpenTtlAsync();
        RunAt(host, 1_000, probe =>
        {
            probe.EverythingNumber = 1;
            probe.EverythingList.Add(1);
        });
        host.AdvanceTo(1_050);
        RunAt(host, 1_060, probe => Assert.Equal((1, 1), (probe.EverythingNumber, probe.EverythingList.Single())));
        host.AdvanceTo(1_159);
        RunAt(host, 1_030, probe => Assert.Equal((1, 1), (probe.EverythingNumber, probe.EverythingList.Single())));
        host.AdvanceTo(1_160);
        RunAt(host, 1_200, probe => Assert.InRange(probe.EverythingNumber + probe.EverythingList.Sum(), 0, 2));
        RunAt(host, 1_200, probe => Assert.Equal((0, 0), (probe.EverythingNumber, probe.EverythingList.Count())));
    }

    private static void FillVisible(OperatorHost<string, Action<TtlProbe>, string> host) => host.Run(Key, probe =>
    {
        probe.VisibleNumber = 1;
        (probe.VisibleMap["a"], probe.VisibleMap["b"]) = (1, 2);
        probe.VisibleList.Add(1);
        probe.VisibleList.Add(2);
    });

    private static void FillEventTime(OperatorHost<string, Action<TtlProbe>, string> host, long timestamp) => RunAt(host, timestamp, probe =>
    {
        probe.EventNumber = 1;
        probe.EventMap["a"] = 1;
        probe.EventList.Add(1);
    });

    private static void AssertEventTime(OperatorHost<string, Action<TtlProbe>, string> host, bool isLive) => host.Run(Key, probe => Assert.Equal(
        isLive ? (1, 1, true, 1, false) : (0, 0, false, 0, true),
        (probe.EventNumber, probe.EventMap.Count, probe.EventMap.ContainsKey("a"), probe.EventList.Count(), probe.EventList.IsEmpty)));

    // Memory is swept with the batches, and a map entry or element that was returned for the last time goes then, too.
    private static void AssertIsCleaned(OperatorHost<string, Action<TtlProbe>, string> host)
    {
        for (var batch = 0; batch < 10_000 && host.CountEntries() > 0; batch++)
            host.Run("other", probe => Assert.Equal((0, 0), (probe.EventMap.Keys.Count(), probe.VisibleMap.Keys.Count())));
        Assert.Equal(0, host.CountEntries());
    }

    private static void RunAt(OperatorHost<string, Action<TtlProbe>, string> host, long timestamp, Action<TtlProbe> record) =>
        host.Process(Key, record, DateTimeOffset.UnixEpoch.AddMilliseconds(timestamp));

    private Task<OperatorHost<string, Action<TtlProbe>, string>> OpenTtlAsync() => OpenAsync(new TtlProbe(), Options());
}
