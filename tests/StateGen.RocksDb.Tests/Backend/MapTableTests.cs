using FsCheck;
using FsCheck.Fluent;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class MapTableTests : StoreFixture
{
    [Fact]
    public void Entries_are_put_read_replaced_and_removed()
    {
        Store.Record("key", () =>
        {
            Store.Map.Put("a", 1);
            Store.Map.Put("a", 2);
            Store.Map.Put("b", 3);
        });
        Store.Record("key", () =>
        {
            Assert.True(Store.Map.TryGet("a", out var value));
            Assert.Equal(2, value);
            Assert.True(Store.Map.Remove("a"));
            Assert.False(Store.Map.Remove("a"));
            Assert.False(Store.Map.TryGet("a", out _));
            Assert.Equal(1, Store.Map.Count());
        });
        Assert.Equal(new() { ["b"] = 3 }, Store.ReadMap("key"));
    }

    [Fact]
    public void Keys_maps_and_rows_never_mix()
    {
        Store.StoreRow("1", new(100, null));
        Store.Record("1", () => Store.Map.Put("11", 1));
        Store.Record("11", () => Store.Map.Put("1", 2));
        Store.Record("1", () => Store.OtherMap.Put("11", 3));
        Store.Record("", () => Store.Map.Put("\0", 4));
        Store.Record("\0", () => Store.Map.Put("", 5));
        Assert.Equal(new() { ["11"] = 1 }, Store.ReadMap("1"));
        Assert.Equal(new() { ["1"] = 2 }, Store.ReadMap("11"));
        Assert.Equal(new() { ["11"] = 3 }, Store.ReadMap("1", Store.OtherMap));
        Assert.Equal(new() { ["\0"] = 4 }, Store.ReadMap(""));
        Assert.Equal(new() { [""] = 5 }, Store.ReadMap("\0"));
        Store.Record("1", () => Store.Map.Clear());
        Assert.Empty(Store.ReadMap("1"));
        Assert.Single(Store.ReadMap("11"));
        Assert.Single(Store.ReadMap("1", Store.OtherMap));
        Assert.Equal(100, Store.Load("1").Count);
    }

    [Fact]
    public void A_record_that_fails_leaves_every_table_as_it_was()
    {
        Store.Record("key", () =>
        {
            Store.Map.Put("kept", 1);
            Store.Map.Put("changed", 1);
            Store.List.Append("kept");
            Store.Register("key", 10);
        });
        Store.FailingRecord("key", () =>
        {
            Store.Map.Put("changed", 2);
            Store.Map.Put("added", 2);
            Store.Map.Remove("kept");
            Store.OtherMap.Put("added", 2);
            Store.List.Clear();
            Store.List.Append("added");
            Store.DeleteTimer("key", 10);
            Store.Register("key", 5);
        });
        Assert.Equal(new() { ["kept"] = 1, ["changed"] = 1 }, Store.ReadMap("key"));
        Assert.Empty(Store.ReadMap("key", Store.OtherMap));
        Assert.Equal(["kept"], Store.ReadList("key"));
        Assert.Equal([(10, "key")], Store.Fire(100));
    }

    [Fact]
    public void A_record_that_fails_between_others_takes_nothing_of_theirs_with_it()
    {
        for (var index = 0; index < 200; index++)
        {
            Store.Record($"key{index % 7}", () => Store.Map.Put($"good{index}", index));
            Store.FailingRecord($"key{index % 7}", () => Store.Map.Put($"bad{index}", index));
        }

        Store.Store.CompleteBatch();
        Assert.Equal(200, Store.Store.CountEntries());
        Assert.DoesNotContain(Store.ReadMap("key3").Keys, key => key.StartsWith("bad", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cursor_visits_each_of_many_entries_once_and_removes_the_current_one(bool pending)
    {
        Store.Record("key", () =>
        {
            for (var index = 0; index < 4_096; index++)
                Store.Map.Put($"entry{index}", index);
        });
        if (!pending)
            Store.Store.CompleteBatch();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        Store.Record("key", () =>
        {
            Store.OtherMap.Put("other", 1);
            using var cursor = Store.Map.OpenCursor();
            while (cursor.MoveNext())
            {
                Assert.True(visited.Add(cursor.Current.Key));
                if (cursor.Current.Value % 2 == 0)
                    cursor.RemoveCurrent();
            }

            Assert.False(cursor.MoveNext());
        });
        Assert.Equal(4_096, visited.Count);
        var left = Store.ReadMap("key");
        Assert.Equal(2_048, left.Count);
        Assert.All(left.Values, value => Assert.Equal(1, value % 2));
    }

    [Fact]
    public void IsEmpty_is_right_after_every_put_and_removal()
    {
        Store.Record("key", () =>
        {
            Assert.True(Store.Map.IsEmpty());
            for (var index = 0; index < 100; index++)
            {
                Store.Map.Put($"{index}", index);
                Assert.False(Store.Map.IsEmpty());
            }

            for (var index = 0; index < 100; index++)
            {
                Assert.False(Store.Map.IsEmpty());
                Assert.True(Store.Map.Remove($"{index}"));
            }

            Assert.True(Store.Map.IsEmpty());
        });
        Assert.Equal(0, Store.Store.CountEntries());
    }

    [Fact]
    public void A_refused_map_key_leaves_the_map_as_it_was()
    {
        Assert.Throws<ArgumentNullException>(() => Store.Record("key", () => Store.Map.Put(null!, 1)));
        Store.Store.RollbackRecord();
        Assert.Empty(Store.ReadMap("key"));
    }

    [Fact]
    public void Any_records_failing_or_not_equal_a_dictionary_of_dictionaries()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(40)), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => EqualsDictionaries(new Random(seed))));
    }

    // The operations are drawn here, from the seed that a failure prints.
    private bool EqualsDictionaries(Random random)
    {
        string[] keys = ["", "a", "aa", "b\0"];
        var expected = keys.ToDictionary(key => key, _ => new Dictionary<string, long>(StringComparer.Ordinal), StringComparer.Ordinal);
        for (var record = 0; record < 60; record++)
        {
            var key = keys[random.Next(keys.Length)];
            var scratch = new Dictionary<string, long>(expected[key], StringComparer.Ordinal);
            var fails = random.Next(4) == 0;
            Run(key, fails, () => Change(random, scratch));
            if (!fails)
                expected[key] = scratch;
            if (random.Next(10) == 0)
                Store.Store.CompleteBatch();
        }

        var equal = keys.All(key => Store.ReadMap(key).OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(
            expected[key].OrderBy(entry => entry.Key, StringComparer.Ordinal)));
        foreach (var key in keys)
            Store.Record(key, () => Store.Map.Clear());
        return equal && Store.Store.CountEntries() == 0;
    }

    private void Run(string key, bool fails, Action record)
    {
        if (fails)
            Store.FailingRecord(key, record);
        else
            Store.Record(key, record);
    }

    private void Change(Random random, Dictionary<string, long> expected)
    {
        for (var step = random.Next(6); step > 0; step--)
        {
            var mapKey = $"{random.Next(8)}";
            switch (random.Next(8))
            {
                case 0:
                    Store.Map.Clear();
                    expected.Clear();
                    break;
                case 1 or 2:
                    Assert.Equal(expected.Remove(mapKey), Store.Map.Remove(mapKey));
                    break;
                case 3:
                    RemoveOdd(expected);
                    break;
                default:
                    Store.Map.Put(mapKey, expected[mapKey] = random.Next(1_000));
                    break;
            }

            Assert.Equal(expected.Count, Store.Map.Count());
            Assert.Equal(expected.Count == 0, Store.Map.IsEmpty());
            Assert.Equal(expected.TryGetValue(mapKey, out var value), Store.Map.TryGet(mapKey, out var stored));
            Assert.Equal(value, stored);
        }
    }

    private void RemoveOdd(Dictionary<string, long> expected)
    {
        using var cursor = Store.Map.OpenCursor();
        while (cursor.MoveNext())
        {
            Assert.Equal(expected[cursor.Current.Key], cursor.Current.Value);
            if (cursor.Current.Value % 2 == 0)
                continue;
            expected.Remove(cursor.Current.Key);
            cursor.RemoveCurrent();
        }
    }
}
