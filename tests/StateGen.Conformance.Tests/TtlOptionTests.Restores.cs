using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;

namespace StateGen.Conformance.Tests;

/// <content>The clocks after a restore.</content>
public abstract partial class TtlOptionTests
{
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
    public async Task What_a_subtask_that_was_behind_has_yet_to_see_is_live_when_it_continues_with_one_that_was_ahead()
    {
        var ahead = await OpenSubtaskAsync(1 - SubtaskOf(2), 2);
        var behind = await OpenSubtaskAsync(SubtaskOf(2), 2);
        FillEventTime(behind, timestamp: 1_000);
        ahead.AdvanceTo(1_100);
        behind.AdvanceTo(1_050);
        OperatorHostSnapshot[] snapshots = [await ahead.SnapshotAsync(Cancellation), await behind.SnapshotAsync(Cancellation)];

        var restored = await OpenSubtaskAsync(0, 1, snapshots);
        AssertEventTime(restored, isLive: true);
        restored.AdvanceTo(1_099);
        AssertEventTime(restored, isLive: true);
        restored.AdvanceTo(1_100);
        AssertEventTime(restored, isLive: false);
    }

    private static int SubtaskOf(int parallelism)
    {
        var key = Key;
        return KeyGroups.SubtaskOf(KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism), KeyGroups.DefaultMaxParallelism, parallelism);
    }

    private Task<OperatorHost<string, Action<TtlProbe>, string>> OpenSubtaskAsync(int subtask, int parallelism, params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new TtlProbe(), Options(snapshots) with { Parallelism = parallelism, Subtask = subtask });
}
