using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>A store with rows, two maps, two lists and timers under string keys, and the records that an engine would run on it.</summary>
internal sealed class OpenStore : IDisposable
{
    private readonly CurrentKey<string> _currentKey = new("operator");

    private OpenStore(StateStore store, long? timeToLive, bool hasSecondMap)
    {
        Store = store;
        Rows = store.OpenRows<string, StringKeyCodec, CountingRow, CountingRowCodec>();
        Map = OpenMap("first", timeToLive);
        OtherMap = hasSecondMap ? OpenMap("second", timeToLive) : null!;
        List = OpenList("first", timeToLive);
        OtherList = OpenList("second", timeToLive);
        Timers = store.OpenTimers<string, StringKeyCodec>();
    }

    public StateStore Store { get; }

    public RowTable<string, CountingRow> Rows { get; }

    public MapTable<string, long> Map { get; }

    public MapTable<string, long> OtherMap { get; }

    public ListTable<string> List { get; }

    public ListTable<string> OtherList { get; }

    public TimerTable<string> Timers { get; }

    public static Task<OpenStore> FreshAsync(IStateBackend backend, TimeProvider? time = null, long? timeToLive = null) =>
        RestoreAsync(backend, [], time: time, timeToLive: timeToLive);

    public static async Task<OpenStore> RestoreAsync(
        IStateBackend backend,
        IReadOnlyList<RestoredState> restored,
        int parallelism = 1,
        int subtask = 0,
        TimeProvider? time = null,
        long? timeToLive = null,
        bool hasSecondMap = true,
        StateMigrationTable? migrations = null)
    {
        var store = backend.Open(new()
        {
            OperatorId = "operator",
            Subtask = subtask,
            KeyGroups = KeyGroups.RangeOf(KeyGroups.DefaultMaxParallelism, parallelism, subtask),
            Clock = new(time ?? TimeProvider.System),
            Migrations = migrations ?? StateMigrationTable.Of(schemaNumber: 1),
        });
        if (time is ManualTime manual)
            manual.Changed += () => store.Clock.Advance();
        try
        {
            var open = new OpenStore(store, timeToLive, hasSecondMap);
            await store.StartAsync([.. restored.Where(state => state.KeyGroups.Overlaps(store.Options.KeyGroups))], default);
            return open;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public bool Owns(string key) => Store.Options.KeyGroups.Contains(KeyGroups.Of(Hash(key), Store.Options.MaxParallelism));

    /// <summary>Runs one record under a key.</summary>
    public void Record(string key, Action record)
    {
        _currentKey.Set(key, Hash(key));
        record();
        Store.CommitRecord();
        _currentKey.Unset();
    }

    /// <summary>Runs one record whose user code throws at its end.</summary>
    public void FailingRecord(string key, Action record)
    {
        _currentKey.Set(key, Hash(key));
        record();
        Store.RollbackRecord();
        _currentKey.Unset();
    }

    public CountingRow Load(string key)
    {
        Rows.Load(key, Hash(key), out var row);
        return row;
    }

    public void StoreRow(string key, CountingRow row)
    {
        var slot = Rows.Load(key, Hash(key), out _);
        Rows.Store(slot, key, Hash(key), row);
    }

    public void RemoveRow(string key)
    {
        var slot = Rows.Load(key, Hash(key), out _);
        Rows.Remove(slot, key, Hash(key));
    }

    public Dictionary<string, long> ReadMap(string key) => ReadMap(key, Map);

    public Dictionary<string, long> ReadMap(string key, MapTable<string, long> map)
    {
        var entries = new Dictionary<string, long>(StringComparer.Ordinal);
        Record(key, () =>
        {
            using var cursor = map.OpenCursor();
            while (cursor.MoveNext())
                entries.Add(cursor.Current.Key, cursor.Current.Value);
        });
        return entries;
    }

    public List<string> ReadList(string key) => ReadList(key, List);

    public List<string> ReadList(string key, ListTable<string> list)
    {
        var elements = new List<string>();
        Record(key, () =>
        {
            using var enumerator = list.Enumerate();
            while (enumerator.MoveNext())
                elements.Add(enumerator.Current);
        });
        return elements;
    }

    public void Register(string key, long timestamp) => Timers.Register(Timer(key, timestamp));

    public void DeleteTimer(string key, long timestamp) => Timers.Delete(Timer(key, timestamp));

    /// <summary>Fires every timer up to a time and says which.</summary>
    public List<(long Timestamp, string Key)> Fire(long upTo)
    {
        var fired = new List<(long, string)>();
        while (Timers.TryPeek(TimerKind.EventTime, upTo, out var timer))
        {
            Record(timer.Key, () => Timers.Delete(timer));
            fired.Add((timer.Timestamp, timer.Key));
        }

        return fired;
    }

    public static KeyedTimer<string> Timer(string key, long timestamp, TimerKind kind = TimerKind.EventTime) =>
        new(kind, timestamp, key, Hash(key));

    public async Task<RestoredState> SnapshotAsync()
    {
        using var snapshot = Store.BeginSnapshot();
        return await WriteAsync(snapshot);
    }

    public async Task<RestoredState> WriteAsync(StateSnapshot snapshot)
    {
        var files = new MemoryFiles();
        await snapshot.WriteAsync(files, default);
        return new(Store.Options.KeyGroups, snapshot.ListCounter, files) { WriterVersion = snapshot.WriterVersion };
    }

    public void Dispose() => Store.Dispose();

    private static ulong Hash(string key) => StringKeyCodec.Hash(key);

    private MapTable<string, long> OpenMap(string name, long? timeToLive) =>
        Store.OpenMap<string, StringKeyCodec, string, StringKeyCodec, long, IntegerCodec<long>>(new(name, timeToLive), _currentKey);

    private ListTable<string> OpenList(string name, long? timeToLive) =>
        Store.OpenList<string, StringKeyCodec, string, StringCodec>(new(name, timeToLive), _currentKey);
}
