using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>Maps and lists of a memory store, and dictionaries that say what they must hold.</summary>
internal sealed class ModelledCollections : IDisposable
{
    private const int KeyCount = 60;
    private const long KeyOfLargeMap = 0;

    private readonly CurrentKey<long> _currentKey = new("test");
    private readonly Random _random;
    private readonly long? _timeToLive;
    private readonly CollectionModel _model;

    public ModelledCollections(int seed, long? timeToLive = null, MemoryBackend? backend = null, bool isSorted = false)
    {
        _random = new(seed);
        _timeToLive = timeToLive;
        _model = new(timeToLive, Time, isSorted);
        Store = TestStores.Open(Time, backend: backend);
        (Map, List) = _model.Open(Store, _currentKey);
    }

    public ManualTime Time { get; } = new();

    public StateStore Store { get; }

    public MapState<long, string?> Map { get; }

    public ListState<string> List { get; }

    public void Dispose() => Store.Dispose();

    public CollectionModel Copy() => _model.Copy();

    /// <summary>Processes records that change the collections of random keys and are committed or rolled back.</summary>
    public void ChangeRandomly(int records)
    {
        for (var record = 0; record < records; record++)
        {
            var key = _random.Next(4) == 0 ? KeyOfLargeMap : _random.NextInt64(KeyCount);
            _currentKey.SetKey(key);
            var isRolledBack = _random.Next(4) == 0;
            var before = _model.CopyOf(key);
            for (var step = _random.Next(key == KeyOfLargeMap ? 40 : 8); step >= 0; step--)
                Change(key);
            EndRecord(isRolledBack);
            if (isRolledBack)
                _model.Restore(key, before);
        }
    }

    public void Fill(long key, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _currentKey.SetKey(key);
            Put(key, i, $"{i}:{count}");
            Add(key, $"{i}:{count}");
            Store.CommitRecord();
        }
    }

    public void Clear(long key)
    {
        _currentKey.SetKey(key);
        Map.Clear();
        List.Clear();
        _model.Clear(key, maps: true, lists: true);
        Store.CommitRecord();
    }

    public void ReplaceAll(int keys, int count)
    {
        for (var key = 0L; key < keys; key++)
        {
            Clear(key);
            Fill(key, count);
        }
    }

    /// <summary>Reads and replaces what the keys have, and adds and removes an element and an entry. Does not maintain the model.</summary>
    public void Touch(int keys)
    {
        for (var key = 0L; key < keys; key++)
        {
            _currentKey.SetKey(key);
            var length = 0;
            foreach (var entry in Map)
                length += entry.Value!.Length;
            foreach (var element in List)
                length += element.Length;
            Assert.True(Map.TryGetValue(0, out var value) && length > 0);
            Map[0] = value;
            Map[-1] = value;
            Map.Remove(-1);
            List.Add(value!);
            if (key % 2 == 0)
                Store.RollbackRecord();
            else
                ReplaceList(value!);
        }
    }

    public void AssertContents()
    {
        _model.AssertEqual(Map, List, _currentKey);
        if (_timeToLive is null)
            Store.AssertEntries(_model.Count);
    }

    private void ReplaceList(string element)
    {
        List.Clear();
        List.Add(element);
        Store.CommitRecord();
    }

    private void EndRecord(bool isRolledBack)
    {
        if (isRolledBack)
            Store.RollbackRecord();
        else
            Store.CommitRecord();
        if (_timeToLive is not null)
            Time.Milliseconds += _random.Next(3);
        if (_random.Next(10) == 0)
            Store.CompleteBatch();
    }

    private void Change(long key)
    {
        var mapKey = _random.NextInt64(key == KeyOfLargeMap ? 1000 : 4 << (int)(key % 5));
        switch (_random.Next(key == KeyOfLargeMap ? 2000 : 40))
        {
            case 0:
                Map.Clear();
                _model.Clear(key, maps: true, lists: false);
                break;
            case 1:
                List.Clear();
                _model.Clear(key, maps: false, lists: true);
                break;
            case 2:
                RemoveEveryOther(key);
                break;
            case < 10:
                Assert.Equal(_model.Remove(key, mapKey), Map.Remove(mapKey));
                break;
            case var action when action % 3 == 0:
                Add(key, $"{_random.Next()}");
                break;
            default:
                Put(key, mapKey, $"{_random.Next()}");
                break;
        }
    }

    private void RemoveEveryOther(long key)
    {
        using var cursor = Map.OpenCursor();
        for (var position = 0; cursor.MoveNext(); position++)
        {
            if (position % 2 == 0)
                continue;
            Assert.True(_model.Remove(key, cursor.Current.Key));
            cursor.RemoveCurrent();
        }
    }

    private void Put(long key, long mapKey, string value)
    {
        Map[mapKey] = value;
        _model.Put(key, mapKey, value);
    }

    private void Add(long key, string element)
    {
        List.Add(element);
        _model.Add(key, element);
    }
}

/// <summary>What collections must hold.</summary>
internal sealed class CollectionModel(long? timeToLive, ManualTime time, bool isSorted)
{
    private readonly Dictionary<long, Dictionary<long, Item>> _maps = [];
    private readonly Dictionary<long, List<Item>> _lists = [];

    /// <summary>The number of elements and entries, of which none has expired.</summary>
    public long Count => _maps.Values.Sum(map => map.Count) + _lists.Values.Sum(list => list.Count);

    public (MapState<long, string?> Map, ListState<string> List) Open(StateStore store, CurrentKey<long> currentKey) =>
        (new(OpenMap(store, currentKey)), new(store.OpenList<long, IntegerKeyCodec<long>, string, StringCodec>(new("list", timeToLive), currentKey)));

    private MapTable<long, string?> OpenMap(StateStore store, CurrentKey<long> currentKey) => isSorted
        ? store.OpenSortedMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string?, NullableReferenceCodec<string, StringCodec>>(
            new("map", timeToLive), currentKey)
        : store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string?, NullableReferenceCodec<string, StringCodec>>(
            new("map", timeToLive), currentKey);

    public CollectionModel Copy()
    {
        var copy = new CollectionModel(timeToLive, time, isSorted);
        foreach (var (key, map) in _maps)
            copy._maps[key] = new(map);
        foreach (var (key, list) in _lists)
            copy._lists[key] = [.. list];
        return copy;
    }

    public (Dictionary<long, Item> Map, List<Item> List) CopyOf(long key) => (new(MapOf(key)), [.. ListOf(key)]);

    public void Restore(long key, (Dictionary<long, Item> Map, List<Item> List) copy) => (_maps[key], _lists[key]) = copy;

    public void Put(long key, long mapKey, string value) => MapOf(key)[mapKey] = new(value, time.Milliseconds);

    public void Add(long key, string element) => ListOf(key).Add(new(element, time.Milliseconds));

    /// <summary>Removes an entry.</summary>
    /// <returns>true if there was a live one.</returns>
    public bool Remove(long key, long mapKey) => MapOf(key).Remove(mapKey, out var item) && IsLive(item);

    public void Clear(long key, bool maps, bool lists)
    {
        if (maps)
            _maps.Remove(key);
        if (lists)
            _lists.Remove(key);
    }

    /// <summary>Restores a snapshot and compares it with the model.</summary>
    public async Task AssertRestoredAsync(MemorySnapshotFiles files, long listCounter)
    {
        using var store = TestStores.Open(time);
        var currentKey = new CurrentKey<long>("test");
        var (map, list) = Open(store, currentKey);
        await store.StartAsync([new(store.Options.KeyGroups, listCounter, files)], CancellationToken.None);
        if (timeToLive is null)
            store.AssertEntries(Count);
        AssertEqual(map, list, currentKey);
    }

    public void AssertEqual(MapState<long, string?> map, ListState<string> list, CurrentKey<long> currentKey)
    {
        foreach (var key in _maps.Keys.Union(_lists.Keys))
        {
            currentKey.SetKey(key);
            var entries = MapOf(key).Where(entry => IsLive(entry.Value)).OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value.Value}");
            IEnumerable<KeyValuePair<long, string?>> actual = isSorted ? map : map.OrderBy(entry => entry.Key);
            Assert.Equal(entries, actual.Select(entry => $"{entry.Key}={entry.Value}"));
            Assert.Equal(ListOf(key).Where(IsLive).Select(item => item.Value), list);
        }
    }

    private bool IsLive(Item item) => timeToLive is null || item.WrittenAt + timeToLive > time.Milliseconds;

    private Dictionary<long, Item> MapOf(long key) => _maps.TryGetValue(key, out var map) ? map : _maps[key] = [];

    private List<Item> ListOf(long key) => _lists.TryGetValue(key, out var list) ? list : _lists[key] = [];

    internal readonly record struct Item(string Value, long WrittenAt);
}
