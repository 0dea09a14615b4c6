using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class MapStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Entries_are_set_read_found_and_removed()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            probe.Map["a"] = "1";
            probe.Map["b"] = "2";
            probe.Map["a"] = "3";
        });
        host.Run("k", probe =>
        {
            Assert.Equal("3", probe.Map["a"]);
            Assert.True(probe.Map.TryGetValue("b", out var value));
            Assert.Equal("2", value);
            Assert.False(probe.Map.TryGetValue("c", out _));
            Assert.True(probe.Map.ContainsKey("b"));
            Assert.Null(probe.Map.GetValueOrDefault("c"));
            Assert.Throws<KeyNotFoundException>(() => probe.Map["c"]);
            Assert.Equal(2, probe.Map.Count);
            Assert.Equal(["a", "b"], probe.Map.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["2", "3"], probe.Map.Values.Order(StringComparer.Ordinal));
            Assert.True(probe.Map.Remove("a"));
            Assert.False(probe.Map.Remove("a"));
        });
        Assert.Equal(["b"], host.Read("k", probe => probe.Map.Keys.ToArray()));
    }

    [Fact]
    public async Task Null_values_are_entries_and_null_keys_throw()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            probe.Map["a"] = null;
            Assert.Throws<ArgumentNullException>(() => probe.Map[null!] = "x");
            Assert.Throws<ArgumentNullException>(() => probe.Map.TryGetValue(null!, out _));
            Assert.Throws<ArgumentNullException>(() => probe.Map.Remove(null!));
            Assert.Throws<ArgumentNullException>(() => probe.Totals[1] = null!);
        });
        Assert.True(host.Read("k", probe => probe.Map.ContainsKey("a")));
        Assert.Null(host.Read("k", probe => probe.Map["a"]));
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task IsEmpty_is_right_at_zero_after_each_of_1024_puts_and_after_each_removal()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            Assert.True(probe.Totals.IsEmpty);
            for (var key = 0L; key < 1024; key++)
            {
                probe.Totals[key] = new(key, 0, null);
                Assert.False(probe.Totals.IsEmpty);
            }
        });
        host.Run("k", probe =>
        {
            for (var key = 0L; key < 1024; key++)
            {
                Assert.False(probe.Totals.IsEmpty);
                Assert.True(probe.Totals.Remove(key));
            }

            Assert.True(probe.Totals.IsEmpty);
        });
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task Operator_keys_and_map_keys_that_concatenate_to_the_same_text_never_mix()
    {
        var host = await OpenProbeAsync();
        host.Run("1", probe => probe.Map["11"] = "one");
        host.Run("11", probe => probe.Map["1"] = "eleven");
        Assert.Equal([new("11", "one")], host.Read("1", probe => probe.Map.ToArray()));
        Assert.Equal([new("1", "eleven")], host.Read("11", probe => probe.Map.ToArray()));
        host.Run("1", probe => probe.Map.Clear());
        Assert.Equal("eleven", host.Read("11", probe => probe.Map["1"]));
    }

    [Fact]
    public async Task Difficult_texts_work_as_operator_keys_and_as_map_keys()
    {
        string[] texts = ["", "\0", "\0\0", "a\0", "a\0b", "\u0001", "\uffff", "😀", "😀\0", new string('x', 64 * 1024), new string('x', 64 * 1024) + "\0"];
        var host = await OpenProbeAsync();
        foreach (var key in texts)
        {
            foreach (var mapKey in texts)
                host.Run(key, probe => probe.Map[mapKey] = $"{key.Length}/{mapKey.Length}");
        }

        foreach (var key in texts)
        {
            host.Run(key, probe =>
            {
                Assert.Equal(key, probe.CurrentKey);
                Assert.Equal(texts.Order(StringComparer.Ordinal), probe.Map.Keys.Order(StringComparer.Ordinal));
                Assert.All(texts, mapKey => Assert.Equal($"{key.Length}/{mapKey.Length}", probe.Map[mapKey]));
            });
        }
    }

    [Fact]
    public async Task Enumerating_4096_entries_visits_each_once_and_the_current_one_can_be_removed_once()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            for (var key = 0L; key < 4096; key++)
                probe.Totals[key] = new(key, 0, null);
        });
        host.Run("k", RemoveEven);
        Assert.Equal(2048, host.Read("k", probe => probe.Totals.Count));
        Assert.All(host.Read("k", probe => probe.Totals.Keys.ToArray()), key => Assert.Equal(1, key % 2));
    }

    [Fact]
    public async Task A_second_removal_of_the_same_entry_through_a_cursor_throws()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            probe.Map["a"] = "1";
            using var cursor = probe.Map.OpenCursor();
            Assert.Throws<InvalidOperationException>(cursor.RemoveCurrent);
            Assert.True(cursor.MoveNext());
            cursor.RemoveCurrent();
            Assert.Throws<InvalidOperationException>(cursor.RemoveCurrent);
            Assert.False(cursor.MoveNext());
        });
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task Modifying_a_map_while_it_is_enumerated_makes_the_enumeration_throw()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            (probe.Map["a"], probe.Map["b"]) = ("1", "2");
            using var added = probe.Map.GetEnumerator();
            Assert.True(added.MoveNext());
            probe.Map["c"] = "3";
            Assert.Throws<InvalidOperationException>(() => added.MoveNext());
            using var first = probe.Map.OpenCursor();
            using var second = probe.Map.OpenCursor();
            Assert.True(first.MoveNext());
            Assert.True(second.MoveNext());
            first.RemoveCurrent();
            Assert.Throws<InvalidOperationException>(() => second.MoveNext());
        });
    }

    [Fact]
    public async Task An_enumeration_does_not_outlive_its_record()
    {
        var host = await OpenProbeAsync();
        MapState<string, string?>.Enumerator escaped = default;
        host.Run("k", probe =>
        {
            probe.Map["a"] = "1";
            escaped = probe.Map.GetEnumerator();
        });
        Assert.Throws<InvalidOperationException>(() => escaped.MoveNext());
        escaped.Dispose();
    }

    [Fact]
    public async Task A_map_emptied_by_any_route_leaves_no_entry()
    {
        var host = await OpenProbeAsync();
        string[] keys = ["removed", "cleared", "through the cursor", "state cleared", "within the record"];
        foreach (var key in keys)
            host.Run(key, probe => (probe.Map["a"], probe.Map["b"]) = ("1", "2"));
        host.Run(keys[0], probe => Assert.True(probe.Map.Remove("a") && probe.Map.Remove("b")));
        host.Run(keys[1], probe => probe.Map.Clear());
        host.Run(keys[2], RemoveAll);
        host.Run(keys[3], probe => probe.Clear());
        host.Run(keys[4], probe =>
        {
            probe.Map.Clear();
            probe.Map["c"] = "3";
            probe.Map.Remove("c");
        });
        Assert.Equal(0, host.CountEntries());
        Assert.All(keys, key => Assert.True(host.Read(key, probe => probe.Map.IsEmpty)));
    }

    [Fact]
    public async Task Clear_affects_the_current_key_only_and_the_map_can_be_filled_again()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => probe.Map["x"] = "1");
        host.Run("b", probe => probe.Map["x"] = "2");
        host.Run("a", probe =>
        {
            probe.Map.Clear();
            Assert.True(probe.Map.IsEmpty);
            probe.Map["y"] = "3";
            Assert.Equal(["y"], probe.Map.Keys);
        });
        Assert.Equal([new("y", "3")], host.Read("a", probe => probe.Map.ToArray()));
        Assert.Equal([new("x", "2")], host.Read("b", probe => probe.Map.ToArray()));
    }

    private static void RemoveEven(Probe probe)
    {
        var visited = new HashSet<long>();
        using var cursor = probe.Totals.OpenCursor();
        while (cursor.MoveNext())
        {
            Assert.True(visited.Add(cursor.Current.Key));
            if (cursor.Current.Key % 2 == 0)
                cursor.RemoveCurrent();
        }

        Assert.Equal(4096, visited.Count);
    }

    private static void RemoveAll(Probe probe)
    {
        using var cursor = probe.Map.OpenCursor();
        while (cursor.MoveNext())
            cursor.RemoveCurrent();
    }
}
