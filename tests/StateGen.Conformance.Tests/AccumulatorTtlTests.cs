using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>Reducing and aggregating states with a time to live of 100 ms.</summary>
public abstract class AccumulatorTtlTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task An_accumulator_lives_until_its_time_has_passed_since_the_last_addition()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Add);
        Time.Milliseconds = 20;
        host.Run("k", probe => Assert.Equal((1, 1), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault())));
        Time.Milliseconds = 50;
        host.Run("k", Add);
        Time.Milliseconds = 120;
        host.Run("k", probe => Assert.Equal((2, 1), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault())));
        Time.Milliseconds = 150;
        host.Run("k", probe =>
        {
            Assert.True(probe.FadingSum.IsEmpty && probe.FadingAverage.IsEmpty);
            Assert.False(probe.FadingSum.TryGetValue(out var sum) || probe.FadingAverage.TryGetValue(out _));
            Assert.Equal(0, sum);
        });
    }

    [Fact]
    public async Task An_accumulator_that_has_expired_is_never_added_to()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe =>
        {
            probe.FadingSum.Add(5);
            probe.FadingAverage.Add(5);
            probe.Sum.Add(5);
        });
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            // A first value is not reduced, and so not refused.
            probe.FadingSum.Add(long.MinValue);
            probe.FadingAverage.Add(1);
            probe.Sum.Add(1);
        });
        host.Run("k", probe => Assert.Equal(
            (long.MinValue, 1, 6), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault(), probe.Sum.GetValueOrDefault())));
    }

    [Fact]
    public async Task Nothing_expires_while_a_record_holds_its_handle()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe =>
        {
            var handle = probe.FadingSum;
            handle.Add(5);
            Time.Milliseconds = 100;
            Assert.False(handle.IsEmpty);
            handle.Add(1);
            Assert.Equal(6, handle.GetValueOrDefault());
        });
        Assert.True(host.Read("k", probe => probe.FadingSum.IsEmpty));
    }

    [Fact]
    public async Task A_row_without_live_accumulators_leaves_no_entry_but_a_permanent_default_one_stays()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("gone", Add);
        host.Run("kept", probe =>
        {
            probe.Seen = true;
            probe.Sum.Add(0);
        });
        Time.Milliseconds = 100;
        host.Run("gone", probe => probe.FadingSum.Clear());
        host.Run("kept", probe => probe.FadingSum.Clear());
        Assert.Equal(1, host.CountEntries());
        var restored = await OpenAccumulatorsAsync(await host.SnapshotAsync(Cancellation));
        Assert.True(restored.Read("kept", probe => probe.Sum.TryGetValue(out _)));
    }

    [Fact]
    public async Task Last_write_times_are_in_the_snapshot()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Add);
        Time.Milliseconds = 50;
        host.Run("later", Add);
        Time.Milliseconds = 120;
        var snapshot = await host.SnapshotAsync(Cancellation);
        Time.Milliseconds = 0;
        var restored = await OpenAccumulatorsAsync(snapshot);
        Assert.True(restored.Read("k", probe => probe.FadingSum.IsEmpty));
        Assert.Equal(1, restored.Read("later", probe => probe.FadingSum.GetValueOrDefault()));
        Time.Milliseconds = 150;
        Assert.True(restored.Read("later", probe => probe.FadingSum.IsEmpty));
    }

    [Fact]
    public async Task A_read_refreshes_an_accumulator_that_is_declared_so_and_asking_whether_there_is_one_does_not()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe => probe.RefreshedSum.Add(1));
        Time.Milliseconds = 50;
        host.Run("k", probe => Assert.Equal(1, probe.RefreshedSum.GetValueOrDefault()));
        Time.Milliseconds = 120;
        host.Run("k", probe => Assert.False(probe.RefreshedSum.IsEmpty));
        Assert.Throws<OperatorException>(() => host.Run("k", probe => throw new InvalidOperationException($"undo {probe.RefreshedSum.GetValueOrDefault()}")));
        Time.Milliseconds = 150;
        host.Run("k", probe => Assert.True(probe.RefreshedSum.IsEmpty));
    }

    [Fact]
    public async Task An_expired_accumulator_is_returned_once_if_it_is_declared_so_and_never_added_to()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("read", probe => probe.VisibleAverage.Add(4));
        host.Run("added", probe => probe.VisibleAverage.Add(4));
        Time.Milliseconds = 100;
        host.Run("read", probe =>
        {
            Assert.True(probe.VisibleAverage.IsEmpty);
            Assert.True(probe.VisibleAverage.TryGetValue(out var average));
            Assert.Equal(4, average);
            Assert.False(probe.VisibleAverage.TryGetValue(out _));
        });
        host.Run("added", probe =>
        {
            probe.VisibleAverage.Add(2);
            Assert.Equal(2, probe.VisibleAverage.GetValueOrDefault());
        });
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task An_accumulator_expires_by_event_time_and_a_late_addition_does_not_shorten_its_life()
    {
        var host = await OpenAccumulatorsAsync();
        Time.Milliseconds = 1_000_000;
        host.Process("k", probe => probe.EventText.Add("a"), DateTimeOffset.FromUnixTimeMilliseconds(1_050));
        host.Process("k", probe => probe.EventText.Add("b"), DateTimeOffset.FromUnixTimeMilliseconds(1_000));
        host.AdvanceTo(1_149);
        Assert.Equal("ab", host.Read("k", probe => probe.EventText.GetValueOrDefault()));
        host.AdvanceTo(1_150);
        host.Process("k", probe => probe.EventText.Add("c"), DateTimeOffset.FromUnixTimeMilliseconds(1_160));
        Assert.Equal("c", host.Read("k", probe => probe.EventText.GetValueOrDefault()));
    }

    private static void Add(AccumulatorProbe probe)
    {
        probe.FadingSum.Add(1);
        probe.FadingAverage.Add(1);
    }
}
