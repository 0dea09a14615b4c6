using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

public sealed class MemoryMapTableTests
{
    private readonly CurrentKey<long> _currentKey = new("test");
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 40)]
    [InlineData(3, 2000)]
    public void Random_records_that_commit_or_roll_back_agree_with_a_dictionary(int seed, int mapKeys)
    {
        using var store = TestStores.Open();
        var map = Open(store);
        var model = new Dictionary<(long Key, string MapKey), string>();
        var random = new Random(seed);
        for (var record = 0; record < 3000; record++)
        {
            _currentKey.SetKey(random.NextInt64(4));
            var changed = new Dictionary<(long, string), string>(model);
            for (var step = random.Next(8); step >= 0; step--)
                Change(map, changed, _currentKey.Value, random, mapKeys);
            Assert.Equal(EntriesOf(changed, _currentKey.Value), Entries(map));
            model = End(store, random, changed, model);
        }

        store.AssertEntries(model.Count);
        for (var key = 0; key < 4; key++)
        {
            _currentKey.SetKey(key);
            Assert.Equal(EntriesOf(model, key), Entries(map));
        }
    }

    [Fact]
    public void A_cursor_visits_each_entry_once_while_it_removes_every_other_one()
    {
        using var store = TestStores.Open();
        var map = Open(store);
        _currentKey.SetKey(1);
        for (var i = 0; i < 4096; i++)
            map.Put($"{i}", "v");
        var visited = new HashSet<string>();
        using (var cursor = map.OpenCursor())
        {
            while (cursor.MoveNext())
            {
                Assert.True(visited.Add(cursor.Current.Key));
                if (visited.Count % 2 == 0)
                    cursor.RemoveCurrent();
            }
        }

        Assert.Equal(4096, visited.Count);
        Assert.Equal(2048, map.Count());
    }

    [Fact]
    public void Expired_entries_are_neither_returned_nor_counted_and_go_away_with_writes_to_other_keys()
    {
        using var store = TestStores.Open(_time);
        var map = Open(store, timeToLive: 100);
        _currentKey.SetKey(1);
        map.Put("a", "1");
        store.CommitRecord();
        _time.Milliseconds = 50;
        _currentKey.SetKey(1);
        map.Put("b", "2");
        store.CommitRecord();
        _time.Milliseconds = 100;
        _currentKey.SetKey(1);
        Assert.False(map.TryGet("a", out _));
        Assert.Equal(1, map.Count());
        Assert.Equal(["b=2"], Entries(map));
        _time.Milliseconds = 150;
        Assert.True(map.IsEmpty());
        _currentKey.SetKey(2);
        for (var i = 0; i < 500; i++)
            map.Put("c", "3");
        store.CommitRecord();
        store.CompleteBatch();
        store.AssertEntries(1);
    }

    [Fact]
    public async Task Entries_survive_a_snapshot_with_their_write_times()
    {
        using var store = TestStores.Open(_time);
        var map = Open(store, timeToLive: 100);
        for (var key = 0; key < 3; key++)
        {
            _currentKey.SetKey(key);
            for (var i = 0; i < 1000; i++)
                map.Put($"{i}", $"{key}");
            store.CommitRecord();
        }

        _time.Milliseconds = 99;
        using var copy = TestStores.Open(_time);
        var restored = Open(copy, timeToLive: 100);
        await store.CopyAsync(copy);
        _currentKey.SetKey(2);
        Assert.Equal(1000, restored.Count());
        Assert.True(restored.TryGet("999", out var value));
        Assert.Equal("2", value);
        _time.Milliseconds = 100;
        Assert.True(restored.IsEmpty());
    }

    private static void Change(
        MapTable<string, string?> map, Dictionary<(long, string), string> model, long key, Random random, int mapKeys)
    {
        var mapKey = $"{random.Next(mapKeys)}";
        switch (random.Next(20))
        {
            case 0:
                map.Clear();
                foreach (var entry in model.Keys.Where(entry => entry.Item1 == key).ToArray())
                    model.Remove(entry);
                break;
            case < 7:
                Assert.Equal(model.Remove((key, mapKey)), map.Remove(mapKey));
                break;
            default:
                map.Put(mapKey, model[(key, mapKey)] = $"{random.Next()}");
                break;
        }
    }

    private static Dictionary<(long, string), string> End(
        StateStore store, Random random, Dictionary<(long, string), string> changed, Dictionary<(long, string), string> unchanged)
    {
        if (random.Next(3) == 0)
        {
            store.RollbackRecord();
            return unchanged;
        }

        store.CommitRecord();
        return changed;
    }

    private static string[] EntriesOf(Dictionary<(long Key, string MapKey), string> model, long key) =>
        [.. model.Where(entry => entry.Key.Key == key).Select(entry => $"{entry.Key.MapKey}={entry.Value}").Order(StringComparer.Ordinal)];

    private static string[] Entries(MapTable<string, string?> map)
    {
        var entries = new List<string>();
        using var cursor = map.OpenCursor();
        while (cursor.MoveNext())
            entries.Add($"{cursor.Current.Key}={cursor.Current.Value}");
        return [.. entries.Order(StringComparer.Ordinal)];
    }

    private MapTable<string, string?> Open(StateStore store, long? timeToLive = null) =>
        store.OpenMap<long, IntegerKeyCodec<long>, string, StringKeyCodec, string?, NullableReferenceCodec<string, StringCodec>>(new("map", timeToLive), _currentKey);
}
