using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.SortedMaps;

public abstract class SortedMapStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Entries_are_set_read_found_and_removed()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            probe.Map["b"] = "2";
            probe.Map["a"] = "1";
            probe.Map["b"] = null;
        });
        host.Run("k", probe =>
        {
            Assert.Equal("1", probe.Map["a"]);
            Assert.True(probe.Map.TryGetValue("b", out var value));
            Assert.Null(value);
            Assert.False(probe.Map.TryGetValue("c", out _));
            Assert.True(probe.Map.ContainsKey("b"));
            Assert.Null(probe.Map.GetValueOrDefault("c"));
            var missing = Assert.Throws<KeyNotFoundException>(() => probe.Map["c"]);
            Assert.Contains("Sorted map state 'Map' of operator 'sorted'", missing.Message, StringComparison.Ordinal);
            Assert.Equal(2, probe.Map.Count);
            Assert.False(probe.Map.IsEmpty);
            Assert.Equal(["a", "b"], probe.Map.Keys);
            Assert.Equal(["1", null], probe.Map.Values);
            Assert.True(probe.Map.Remove("a"));
            Assert.False(probe.Map.Remove("a"));
            Assert.Throws<ArgumentNullException>(() => probe.Map[null!] = "x");
            Assert.Throws<ArgumentNullException>(() => probe.Map.Range(null!, "x"));
        });
        Assert.Equal(["b"], host.Read("k", probe => probe.Map.Keys.ToArray()));
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task First_and_last_are_those_of_the_key_or_absent()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("a", probe => (probe.Numbers[3], probe.Numbers[-5], probe.Numbers[0]) = (30, 50, 10));
        host.Run("b", probe => probe.Numbers[-9] = 90);
        host.Run("a", probe =>
        {
            Assert.Equal(new(-5, 50), probe.Numbers.First);
            Assert.Equal(new(3, 30), probe.Numbers.Last);
            Assert.True(probe.Numbers.TryGetFirst(out var first));
            Assert.True(probe.Numbers.TryGetLast(out var last));
            Assert.Equal((-5, 3), (first.Key, last.Key));
        });
        host.Run("c", probe =>
        {
            Assert.False(probe.Numbers.TryGetFirst(out _));
            Assert.False(probe.Numbers.TryGetLast(out _));
            Assert.True(probe.Numbers.IsEmpty);
            var error = Assert.Throws<InvalidOperationException>(() => probe.Numbers.First);
            Assert.Contains("has no entry", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Ranges_have_the_bounds_that_their_names_say_in_both_directions()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            foreach (var key in new long[] { 40, -10, 20, 0, 10, 30 })
                probe.Numbers[key] = -key;
        });
        host.Run("l", probe => probe.Numbers[15] = 0);
        host.Run("k", probe =>
        {
            Assert.Equal([0, 10], Both(probe.Numbers.Range(0, 20)));
            Assert.Equal([0, 10, 20], Both(probe.Numbers.Range(-9, 21)));
            Assert.Empty(Both(probe.Numbers.Range(20, 20)));
            Assert.Empty(Both(probe.Numbers.Range(20, 10)));
            Assert.Empty(Both(probe.Numbers.Range(11, 20)));
            Assert.Equal([20, 30, 40], Both(probe.Numbers.From(20)));
            Assert.Equal([30, 40], Both(probe.Numbers.After(20)));
            Assert.Equal([-10, 0, 10], Both(probe.Numbers.Before(20)));
            Assert.Equal([-10, 0, 10, 20], Both(probe.Numbers.UpTo(20)));
            Assert.Equal([-10, 0, 10, 20], Both(probe.Numbers.UpTo(29)));
            Assert.Empty(Both(probe.Numbers.After(long.MaxValue)));
            Assert.Empty(Both(probe.Numbers.Before(long.MinValue)));
            Assert.Equal([40, 30, 20, 10, 0, -10], probe.Numbers.Reverse().Keys);
            Assert.Equal(new(20, -20), probe.Numbers.UpTo(29).Last);
            Assert.Equal(new(30, -30), probe.Numbers.After(20).First);
            Assert.Equal([-20, -10], probe.Numbers.Range(10, 30).Reverse().Values);
        });
    }

    [Fact]
    public async Task Text_is_in_the_order_of_its_utf8_bytes_not_of_a_culture_or_of_utf16()
    {
        string[] texts = ["", "\0", "\0\0", "A", "B", "a", "a\0", "a\0b", "a\u0001", "aa", "b", "é", "\ud7ff", "\ue000", "\uffff", "😀", "😀\0"];
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            foreach (var text in texts.Reverse())
                probe.Map[text] = text;
        });
        host.Run("k", probe =>
        {
            Assert.Equal(texts, probe.Map.Keys);
            Assert.Equal(texts.Reverse(), probe.Map.Reverse().Keys);
            for (var index = 0; index < texts.Length; index++)
            {
                Assert.Equal(texts[..index], probe.Map.Before(texts[index]).Keys);
                Assert.Equal(texts[(index + 1)..], probe.Map.After(texts[index]).Keys);
            }
        });
    }

    [Fact]
    public async Task Operator_keys_and_map_keys_that_concatenate_to_the_same_text_never_mix()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("1", probe => probe.Map["11"] = "one");
        host.Run("11", probe => probe.Map["1"] = "eleven");
        host.Run("1", probe =>
        {
            Assert.Equal([new("11", "one")], probe.Map);
            Assert.Equal([new("11", "one")], probe.Map.Reverse());
            Assert.Equal(1, probe.Map.RemoveRange("", "2"));
        });
        Assert.Equal([new("1", "eleven")], host.Read("11", probe => probe.Map.Reverse().ToArray()));
    }

    [Fact]
    public async Task A_range_removes_its_entries_and_no_other()
    {
        var host = await OpenAsync(new SortedProbe());
        foreach (var key in new[] { "k", "other" })
        {
            host.Run(key, probe =>
            {
                for (var number = 0L; number < 1000; number++)
                    probe.Numbers[number] = number;
            });
        }

        host.Run("k", probe =>
        {
            Assert.Equal(500, probe.Numbers.RemoveRange(250, 750));
            Assert.Equal(0, probe.Numbers.RemoveRange(250, 750));
            Assert.Equal(10, probe.Numbers.Before(10).RemoveAll());
            Assert.Equal(9, probe.Numbers.After(990).Reverse().RemoveAll());
        });
        host.Run("k", probe =>
        {
            Assert.Equal(481, probe.Numbers.Count);
            Assert.Equal(240, probe.Numbers.Before(500).Count);
            Assert.Equal((10L, 990L), (probe.Numbers.First.Key, probe.Numbers.Last.Key));
            Assert.Equal((249L, 750L), (probe.Numbers.Before(500).Last.Key, probe.Numbers.From(500).First.Key));
        });
        Assert.Equal(1000, host.Read("other", probe => probe.Numbers.Count));
        Assert.Equal(1481, host.CountEntries());
    }

    [Fact]
    public async Task IsEmpty_is_right_at_zero_after_each_of_1024_puts_and_after_each_removal()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            Assert.True(probe.Numbers.IsEmpty);
            for (var key = 0L; key < 1024; key++)
            {
                probe.Numbers[key * 31 % 1024] = key;
                Assert.False(probe.Numbers.IsEmpty);
            }
        });
        host.Run("k", probe =>
        {
            for (var key = 0L; key < 1024; key++)
            {
                Assert.Equal(key, probe.Numbers.First.Key);
                Assert.True(probe.Numbers.Remove(key));
            }

            Assert.True(probe.Numbers.IsEmpty);
            Assert.False(probe.Numbers.TryGetLast(out _));
        });
        Assert.Equal(0, host.CountEntries());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Enumerating_4096_entries_visits_each_once_in_order_and_the_current_one_can_be_removed_once(bool isDescending)
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            for (var key = 0L; key < 4096; key++)
                probe.Numbers[key * 2731 % 4096] = key;
        });
        host.Run("k", probe =>
        {
            var visited = new List<long>();
            using var cursor = isDescending ? probe.Numbers.Reverse().OpenCursor() : probe.Numbers.OpenCursor();
            while (cursor.MoveNext())
            {
                visited.Add(cursor.Current.Key);
                if (cursor.Current.Key % 4 == 0)
                    continue;
                cursor.RemoveCurrent();
                Assert.Throws<InvalidOperationException>(cursor.RemoveCurrent);
            }

            var all = Enumerable.Range(0, 4096).Select(key => (long)key);
            Assert.Equal(isDescending ? all.Reverse() : all, visited);
        });
        Assert.Equal(Enumerable.Range(0, 1024).Select(key => 4L * key), host.Read("k", probe => probe.Numbers.Keys.ToArray()));
        Assert.Equal(1024, host.CountEntries());
    }

    [Fact]
    public async Task Modifying_a_map_while_it_is_enumerated_makes_the_enumeration_throw()
    {
        var host = await OpenAsync(new SortedProbe());
        host.Run("k", probe =>
        {
            (probe.Map["a"], probe.Map["b"]) = ("1", "2");
            using var all = probe.Map.GetEnumerator();
            using var range = probe.Map.From("a").Reverse().GetEnumerator();
            using var cursor = probe.Map.Before("z").OpenCursor();
            Assert.True(all.MoveNext() && range.MoveNext() && cursor.MoveNext());
            probe.Map["c"] = "3";
            var error = Assert.Throws<InvalidOperationException>(() => all.MoveNext());
            Assert.StartsWith("Sorted map state 'Map' was modified", error.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => range.MoveNext());
            Assert.Throws<InvalidOperationException>(() => cursor.MoveNext());
            using var removed = probe.Map.GetEnumerator();
            probe.Map.Before("b").RemoveAll();
            Assert.Throws<InvalidOperationException>(() => removed.MoveNext());
        });
    }

    [Fact]
    public async Task An_enumeration_does_not_outlive_its_record_and_a_range_reads_the_current_key()
    {
        var host = await OpenAsync(new SortedProbe());
        SortedMapRange<string, string?> range = default;
        SortedMapRange<string, string?>.Enumerator escaped = default;
        host.Run("k", probe =>
        {
            probe.Map["a"] = "1";
            range = probe.Map.From("a");
            escaped = range.GetEnumerator();
        });
        Assert.Throws<InvalidOperationException>(() => escaped.MoveNext());
        escaped.Dispose();
        Assert.Throws<NoCurrentKeyException>(() => range.Count);
        host.Run("l", probe => Assert.True(range.IsEmpty));
    }

    private static long[] Both<TValue>(SortedMapRange<long, TValue> range)
    {
        long[] ascending = [.. range.Keys];
        Assert.Equal(ascending.Reverse(), range.Reverse().Keys);
        Assert.Equal(ascending.Length, range.Count);
        Assert.Equal(ascending.Length == 0, range.IsEmpty);
        Assert.Equal(ascending.Length > 0, range.TryGetFirst(out var first) & range.TryGetLast(out var last));
        if (ascending.Length > 0)
            Assert.Equal((ascending[0], ascending[^1]), (first.Key, last.Key));
        return ascending;
    }
}
