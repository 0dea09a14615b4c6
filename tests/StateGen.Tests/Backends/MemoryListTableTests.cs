using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

public sealed class MemoryListTableTests
{
    private readonly CurrentKey<string> _currentKey = new("test");
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_records_that_commit_or_roll_back_agree_with_a_list(int seed)
    {
        using var store = TestStores.Open();
        var list = Open(store);
        var model = new Dictionary<string, List<long>>(StringComparer.Ordinal) { ["a"] = [], ["b"] = [] };
        var random = new Random(seed);
        for (var record = 0; record < 3000; record++)
        {
            _currentKey.SetKey(random.Next(2) == 0 ? "a" : "b");
            var changed = new List<long>(model[_currentKey.Value]);
            for (var step = random.Next(6); step > 0; step--)
                Change(list, changed, random);
            Assert.Equal(changed, Elements(list));
            if (random.Next(3) == 0)
                store.RollbackRecord();
            else
                (model[_currentKey.Value], _) = (changed, Commit(store));
        }

        store.AssertEntries(model.Values.Sum(elements => elements.Count));
        Assert.All(model, entry => Assert.Equal(entry.Value, ElementsOf(list, entry.Key)));
    }

    [Fact]
    public void Elements_expire_one_by_one_and_are_removed_with_writes_to_other_keys()
    {
        using var store = TestStores.Open(_time);
        var list = Open(store, timeToLive: 100);
        foreach (var time in new[] { 0, 50 })
        {
            _time.Milliseconds = time;
            _currentKey.SetKey("a");
            list.Append(time);
            store.CommitRecord();
        }

        _time.Milliseconds = 100;
        Assert.Equal([50L], ElementsOf(list, "a"));
        _time.Milliseconds = 150;
        Assert.True(list.IsEmpty());
        _currentKey.SetKey("b");
        for (var i = 0; i < 500; i++)
            list.Append(i);
        store.CommitRecord();
        store.CompleteBatch();
        store.AssertEntries(500);
    }

    [Fact]
    public async Task Elements_survive_a_snapshot_in_order_and_the_counter_goes_on()
    {
        using var store = TestStores.Open();
        var list = Open(store);
        _currentKey.SetKey("a");
        for (var i = 0; i < 1000; i++)
            list.Append(i);
        store.CommitRecord();
        using var copy = TestStores.Open();
        var restored = Open(copy);
        await store.CopyAsync(copy);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), ElementsOf(restored, "a"));
        Assert.Equal(1000, copy.ListCounter);
    }

    private static void Change(ListTable<long> list, List<long> model, Random random)
    {
        if (random.Next(8) == 0)
        {
            list.Clear();
            model.Clear();
            return;
        }

        var element = random.NextInt64();
        list.Append(element);
        model.Add(element);
    }

    private static bool Commit(StateStore store)
    {
        store.CommitRecord();
        return true;
    }

    private static List<long> Elements(ListTable<long> list)
    {
        var elements = new List<long>();
        using var enumerator = list.Enumerate();
        while (enumerator.MoveNext())
            elements.Add(enumerator.Current);
        return elements;
    }

    private List<long> ElementsOf(ListTable<long> list, string key)
    {
        _currentKey.SetKey(key);
        return Elements(list);
    }

    private ListTable<long> Open(StateStore store, long? timeToLive = null) =>
        store.OpenList<string, StringKeyCodec, long, IntegerCodec<long>>(new("list", timeToLive), _currentKey);
}
