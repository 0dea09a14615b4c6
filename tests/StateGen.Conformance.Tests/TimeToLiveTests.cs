using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>Every state lives for 100 ms.</summary>
public abstract class TimeToLiveTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_value_lives_until_its_time_has_passed_since_the_last_write()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => (probe.Number, probe.Text) = (1, "a"));
        Time.Milliseconds = 20;
        Assert.Equal(1, host.Read("k", probe => probe.Number));
        Time.Milliseconds = 50;
        host.Run("k", probe => probe.Number = 2);
        Time.Milliseconds = 99;
        Assert.Equal("a", host.Read("k", probe => probe.Text));
        Time.Milliseconds = 100;
        Assert.Null(host.Read("k", probe => probe.Text));
        Time.Milliseconds = 120;
        Assert.Equal(2, host.Read("k", probe => probe.Number));
        Time.Milliseconds = 150;
        Assert.Equal(0, host.Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task A_write_to_one_property_does_not_refresh_another()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => (probe.Number, probe.Permanent) = (1, 1));
        Time.Milliseconds = 90;
        host.Run("k", probe => (probe.Text, probe.Permanent) = ("a", 2));
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            Assert.Equal(0, probe.Number);
            Assert.Equal("a", probe.Text);
        });
        Time.Milliseconds = 1_000_000;
        Assert.Equal(2, host.Read("k", probe => probe.Permanent));
    }

    [Fact]
    public async Task An_expired_value_is_not_added_to()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => probe.Number += 5);
        Time.Milliseconds = 100;
        host.Run("k", probe => probe.Number += 1);
        Assert.Equal(1, host.Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Walks_of_one_map_within_another_visit_each_live_entry_once_and_remove_the_right_one()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => probe.Map["expired"] = 0);
        Time.Milliseconds = 50;
        host.Run("k", probe => (probe.Map["a"], probe.Map["b"], probe.Map["c"]) = (1, 2, 4));
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            var seen = new List<string>();
            using var cursor = probe.Map.OpenCursor();
            while (cursor.MoveNext())
            {
                seen.Add(cursor.Current.Key);
                Assert.Equal(7, probe.Map.Values.Sum());
                Assert.False(probe.Map.Remove("expired"));
            }

            Assert.Equal(["a", "b", "c"], seen.Order(StringComparer.Ordinal));
        });
        host.Run("k", probe =>
        {
            using var cursor = probe.Map.OpenCursor();
            while (cursor.MoveNext())
            {
                var total = probe.Map.Values.Sum();
                if (cursor.Current.Key != "b")
                    continue;
                Assert.Equal(7, total);
                cursor.RemoveCurrent();
                break;
            }
        });
        Assert.Equal(["a", "c"], host.Read("k", probe => probe.Map.Keys.Order(StringComparer.Ordinal).ToArray()));
    }

    [Fact]
    public async Task Map_entries_expire_one_by_one_and_do_not_count()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => (probe.Map["a"], probe.Map["b"]) = (1, 1));
        Time.Milliseconds = 50;
        host.Run("k", probe => (probe.Map["b"], probe.Map["c"]) = (2, 2));
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            Assert.False(probe.Map.TryGetValue("a", out _));
            Assert.False(probe.Map.Remove("a"));
            Assert.Equal(2, probe.Map.Count);
            Assert.Equal(["b", "c"], probe.Map.Keys.Order(StringComparer.Ordinal));
            Assert.False(probe.Map.IsEmpty);
        });
        Time.Milliseconds = 150;
        host.Run("k", probe =>
        {
            Assert.True(probe.Map.IsEmpty);
            Assert.Equal(0, probe.Map.Count);
            Assert.Empty(probe.Map);
        });
    }

    [Fact]
    public async Task List_elements_expire_one_by_one()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => probe.List.Add(1));
        Time.Milliseconds = 50;
        host.Run("k", probe => probe.List.Add(2));
        Time.Milliseconds = 100;
        Assert.Equal([2L], host.Read("k", probe => probe.List.ToArray()));
        Time.Milliseconds = 150;
        Assert.True(host.Read("k", probe => probe.List.IsEmpty));
        Assert.Empty(host.Read("k", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task An_undone_record_leaves_the_write_times_as_they_were()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe =>
        {
            probe.Number = 1;
            probe.Map["a"] = 1;
        });
        Time.Milliseconds = 50;
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            probe.Number = 2;
            probe.Map["a"] = 2;
            throw new InvalidOperationException("undo this");
        }));
        Time.Milliseconds = 99;
        host.Run("k", probe => Assert.Equal((1, 1), (probe.Number, probe.Map["a"])));
        Time.Milliseconds = 100;
        host.Run("k", probe => Assert.Equal((0, false), (probe.Number, probe.Map.ContainsKey("a"))));
    }

    [Fact]
    public async Task Write_times_are_in_the_snapshot_and_the_clock_never_runs_below_it_after_a_restore()
    {
        var host = await OpenFadingAsync();
        host.Run("k", probe => Fill(probe.Map, probe.List, () => probe.Number = 1));
        Time.Milliseconds = 50;
        host.Run("later", probe => Fill(probe.Map, probe.List, () => probe.Number = 1));
        Time.Milliseconds = 120;
        var snapshot = await host.SnapshotAsync(Cancellation);
        Time.Milliseconds = 0;
        var restored = await OpenFadingAsync(snapshot);
        restored.Run("k", probe => Assert.Equal((0, true, true), (probe.Number, probe.Map.IsEmpty, probe.List.IsEmpty)));
        restored.Run("later", probe => Assert.Equal((1, false, false), (probe.Number, probe.Map.IsEmpty, probe.List.IsEmpty)));
        Time.Milliseconds = 150;
        restored.Run("later", probe => Assert.Equal((0, true, true), (probe.Number, probe.Map.IsEmpty, probe.List.IsEmpty)));
    }

    [Fact]
    public async Task A_clock_that_cannot_hold_the_sum_means_for_ever()
    {
        Assert.False(TimeToLive.IsExpired(long.MaxValue - 1, 100, long.MaxValue));
        Time.Milliseconds = 1;
        var host = await OpenFadingAsync();
        host.Run("k", probe => probe.Number = 1);
        Assert.Equal(1, host.Read("k", probe => probe.Number));
    }

    private static void Fill(MapState<string, long> map, ListState<long> list, Action fillValue)
    {
        map["a"] = 1;
        list.Add(1);
        fillValue();
    }
}
