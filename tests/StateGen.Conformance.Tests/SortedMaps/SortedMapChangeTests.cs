using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.SortedMaps;

/// <summary>Sorted maps that are emptied, rolled back, expire and are restored.</summary>
public abstract class SortedMapChangeTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_map_emptied_by_any_route_leaves_no_entry_and_can_be_filled_again()
    {
        var host = await OpenAsync(new SortedProbe());
        Action<SortedProbe>[] routes =
        [
            probe => Assert.True(probe.Map.Remove("a") && probe.Map.Remove("b")),
            probe => probe.Map.Clear(),
            probe => Assert.Equal(2, probe.Map.From("").RemoveAll()),
            probe => probe.Clear(),
            RemoveAll,
            probe =>
            {
                probe.Map.Clear();
                probe.Map["c"] = "3";
                probe.Map.Remove("c");
            },
        ];
        for (var route = 0; route < routes.Length; route++)
        {
            host.Run($"{route}", probe => (probe.Map["a"], probe.Map["b"]) = ("1", "2"));
            host.Run($"{route}", routes[route]);
        }

        Assert.Equal(0, host.CountEntries());
        for (var route = 0; route < routes.Length; route++)
        {
            host.Run($"{route}", probe => Assert.False(probe.Map.TryGetFirst(out _)));
            host.Run($"{route}", probe => probe.Map["x"] = "3");
            Assert.Equal(("x", "x"), host.Read($"{route}", probe => (probe.Map.First.Key, probe.Map.Last.Key)));
        }
    }

    [Fact]
    public async Task An_exception_leaves_the_map_as_it_was()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            for (var key = 0L; key < 200; key++)
                probe.Numbers[key] = key;
        });
        Action<SortedProbe>[] records =
        [
            probe => probe.Numbers.Before(150).RemoveAll(),
            probe => probe.Numbers.Clear(),
            probe =>
            {
                for (var key = 0L; key < 400; key++)
                    probe.Numbers[-key] = 0;
                probe.Numbers.Before(190).RemoveAll();
            },
            probe =>
            {
                probe.Numbers.Remove(7);
                probe.Numbers.Clear();
                probe.Numbers[7] = 8;
                probe.Numbers.Clear();
            },
        ];
        foreach (var record in records)
        {
            Assert.Throws<OperatorException>(() => host.Run("k", probe =>
            {
                record(probe);
                throw new InvalidOperationException("undo this");
            }));
            host.Run("k", probe =>
            {
                Assert.Equal(Enumerable.Range(0, 200).Select(key => new KeyValuePair<long, long>(key, key)), probe.Numbers);
                Assert.Equal((0L, 199L), (probe.Numbers.First.Key, probe.Numbers.Last.Key));
            });
        }
    }

    [Fact]
    public async Task Entries_expire_one_by_one_and_count_nowhere()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe => (probe.Fading[1], probe.Fading[2]) = ("a", "b"));
        Time.Milliseconds = 60;
        host.Run("k", probe => (probe.Fading[3], probe.Fading[2]) = ("c", "d"));
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            Assert.Equal([2, 3], probe.Fading.From(long.MinValue).Keys);
            Assert.Equal([3, 2], probe.Fading.Reverse().Keys);
            Assert.Equal(2, probe.Fading.Count);
            Assert.Equal(0, probe.Fading.Before(2).Count);
            Assert.True(probe.Fading.Before(2).IsEmpty);
            Assert.Equal(2, probe.Fading.First.Key);
            Assert.False(probe.Fading.Remove(1));
            Assert.Equal(1, probe.Fading.UpTo(2).RemoveAll());
        });
        Time.Milliseconds = 160;
        host.Run("k", probe =>
        {
            Assert.True(probe.Fading.IsEmpty);
            Assert.False(probe.Fading.TryGetLast(out _));
            Assert.Equal(0, probe.Fading.Count);
        });
    }

    [Fact]
    public async Task Only_entries_that_are_read_live_longer()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            for (var key = 0; key < 300; key++)
                probe.Refreshed[key] = "a";
        });
        var snapshot = await host.SnapshotAsync(Cancellation);
        Time.Milliseconds = 50;
        host.Run("k", probe =>
        {
            Assert.Equal(0, probe.Refreshed.First.Key);
            Assert.Equal(100, probe.Refreshed.Range(100, 200).Reverse().Select(entry => entry.Key).Count());
            Assert.True(probe.Refreshed.ContainsKey(250));
        });
        Time.Milliseconds = 100;
        host.Run("k", probe => Assert.Equal((102, 0), (probe.Refreshed.Count, probe.Refreshed.From(251).Count)));
        Time.Milliseconds = 149;
        host.Run("k", probe => Assert.Equal(250, probe.Refreshed.Last.Key));
        Time.Milliseconds = 150;
        host.Run("k", probe => Assert.Equal([250], probe.Refreshed.Keys));
        var restored = await OpenAsync(new SortedProbe(), Options(snapshot));
        restored.Run("k", probe => Assert.True(probe.Refreshed.IsEmpty));
    }

    [Fact]
    public async Task Expired_entries_that_may_be_seen_are_returned_once_and_not_after_their_range_was_removed()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe => (probe.Visible[1], probe.Visible[2], probe.Visible[3], probe.Visible[4]) = ("a", "b", "c", "d"));
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            Assert.Equal(0, probe.Visible.Count);
            Assert.Equal(1, probe.Visible.First.Key);
            Assert.Equal(2, probe.Visible.First.Key);
            Assert.Equal(0, probe.Visible.RemoveRange(3, 4));
            Assert.Equal([4], probe.Visible.Reverse().Keys);
            Assert.Empty(probe.Visible);
            Assert.False(probe.Visible.TryGetLast(out _));
        });
    }

    [Fact]
    public async Task Whether_a_range_is_empty_is_found_without_reading_an_entry()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe => (probe.Refreshed[1], probe.Visible[1], probe.Visible[2]) = ("a", "b", "c"));
        Time.Milliseconds = 50;
        host.Run("k", probe =>
        {
            Assert.False(probe.Refreshed.UpTo(1).IsEmpty);
            Assert.False(probe.Refreshed.From(1).Reverse().IsEmpty);
            Assert.True(probe.Refreshed.After(1).IsEmpty);
            Assert.False(probe.Visible.After(1).IsEmpty);
        });
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            Assert.True(probe.Refreshed.UpTo(1).IsEmpty);
            Assert.True(probe.Visible.From(1).IsEmpty);
            Assert.True(probe.Visible.Reverse().IsEmpty);
            Assert.Equal([1, 2], probe.Visible.Keys);
        });
    }

    [Fact]
    public async Task Removing_expired_entries_while_the_map_is_enumerated_leaves_the_enumeration_as_it_is()
    {
        Action<SortedMapState<long, string>>[] removals =
        [
            map => Assert.False(map.Remove(2)),
            map => Assert.Equal(0, map.Range(2, 3).RemoveAll()),
            map => Assert.Equal(0, map.RemoveRange(0, 3)),
        ];
        var host = await OpenAsync(new SortedProbe());
        for (var removal = 0; removal < removals.Length; removal++)
            host.Run($"{removal}", probe => (probe.Fading[2], probe.Visible[2]) = ("b", "b"));
        Time.Milliseconds = 60;
        for (var removal = 0; removal < removals.Length; removal++)
        {
            host.Run($"{removal}", probe =>
            {
                (probe.Fading[3], probe.Fading[4], probe.Fading[5]) = ("c", "d", "e");
                (probe.Visible[3], probe.Visible[4], probe.Visible[5]) = ("c", "d", "e");
            });
        }

        Time.Milliseconds = 100;
        for (var removal = 0; removal < removals.Length; removal++)
        {
            var remove = removals[removal];
            host.Run($"{removal}", probe =>
            {
                Assert.Equal([3, 4, 5], KeysWithRemoval(probe.Fading, probe.Fading.From(0), remove));
                Assert.Equal([5, 4, 3], KeysWithRemoval(probe.Visible, probe.Visible.Reverse(), remove));
                Assert.Equal([3, 4, 5], probe.Visible.Keys);
            });
        }
    }

    [Fact]
    public async Task A_hundred_thousand_entries_under_one_key_are_snapshotted_and_restored()
    {
        const int count = 100_000;
        var host = await OpenAsync(new SortedProbe());
        for (var batch = 0; batch < 100; batch++)
        {
            var first = batch;
            host.Run("k", probe =>
            {
                for (var key = first; key < count; key += 100)
                    probe.Numbers[key] = -key;
            });
        }

        var restored = await OpenAsync(new SortedProbe(), Options(await host.SnapshotAsync(Cancellation)));
        restored.Run("k", probe =>
        {
            var expected = 0L;
            foreach (var (key, value) in probe.Numbers)
                Assert.Equal((expected, -expected++), (key, value));
            Assert.Equal(count, expected);
            Assert.Equal([50_001, 50_000], probe.Numbers.Range(50_000, 50_002).Reverse().Keys);
            Assert.Equal(count - 10, probe.Numbers.Before(count - 10).RemoveAll());
            Assert.Equal(count - 10, probe.Numbers.First.Key);
        });
        Assert.Equal(10, restored.CountEntries());
    }

    // The removal comes after the first entry.
    private static List<long> KeysWithRemoval(
        SortedMapState<long, string> map, SortedMapRange<long, string> range, Action<SortedMapState<long, string>> remove)
    {
        var keys = new List<long>();
        foreach (var (key, _) in range)
        {
            if (keys.Count == 0)
                remove(map);
            keys.Add(key);
        }

        return keys;
    }

    private static void RemoveAll(SortedProbe probe)
    {
        using var cursor = probe.Map.Reverse().OpenCursor();
        while (cursor.MoveNext())
            cursor.RemoveCurrent();
    }
}
