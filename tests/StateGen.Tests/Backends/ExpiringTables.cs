using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>The kinds of tables whose entries expire.</summary>
public enum ExpiringKind
{
    /// <summary>One row for each id.</summary>
    Rows,

    /// <summary>One map with one entry for each id.</summary>
    SmallMaps,

    /// <summary>Three large maps, which share the ids.</summary>
    LargeMaps,

    /// <summary>Maps of very different sizes.</summary>
    UnequalMaps,

    /// <summary>Three large sorted maps, which share the ids.</summary>
    LargeSortedMaps,

    /// <summary>Sorted maps of very different sizes.</summary>
    UnequalSortedMaps,

    /// <summary>One list with one element for each id.</summary>
    SmallLists,

    /// <summary>Three long lists, which share the ids.</summary>
    LongLists,

    /// <summary>Lists of very different lengths.</summary>
    UnequalLists,
}

/// <summary>Tables of a store whose entries expire, and a model that knows how many are live.</summary>
internal sealed class ExpiringTables : IDisposable
{
    public const long TimeToLive = 10_000;

    private readonly List<ExpiringTable> _tables = [];

    /// <param name="kinds">The tables, of which one at most has rows.</param>
    public ExpiringTables(params ExpiringKind[] kinds)
    {
        Store = TestStores.Open(Time);
        foreach (var kind in kinds)
            _tables.Add(new(Store, kind, $"{kind}{_tables.Count}", Time));
    }

    public ManualTime Time { get; } = new();

    public StateStore Store { get; }

    public long Live => _tables.Sum(table => table.CountLive());

    public long Entries => Store.ReadStatistics().Entries!.Value;

    /// <summary>Gets the number of entries that the tables may hold, as they promise.</summary>
    public long MostEntries => (2 * Live) + (4096L * _tables.Count);

    public void Write(long id) => _tables.ForEach(table => table.Write(id));

    public void Dispose() => Store.Dispose();
}

/// <summary>One table and its model.</summary>
internal sealed class ExpiringTable
{
    private const int Collections = 3;

    private readonly StateStore _store;
    private readonly ExpiringKind _kind;
    private readonly ManualTime _time;
    private readonly CurrentKey<long> _currentKey = new("test");
    private readonly Dictionary<long, long> _lastWrites = [];
    private readonly Queue<(long Id, long Time)> _writes = new();
    private readonly RowTable<long, ExpiringRow>? _rows;
    private readonly MapTable<long, string>? _maps;
    private readonly ListTable<long>? _lists;
    private long _elements;

    public ExpiringTable(StateStore store, ExpiringKind kind, string name, ManualTime time)
    {
        (_store, _kind, _time) = (store, kind, time);
        if (kind == ExpiringKind.Rows)
            _rows = store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        else if (kind is ExpiringKind.LargeSortedMaps or ExpiringKind.UnequalSortedMaps)
            _maps = store.OpenSortedMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string, StringCodec>(
                new(name, ExpiringTables.TimeToLive), _currentKey);
        else if (kind <= ExpiringKind.UnequalMaps)
            _maps = store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string, StringCodec>(
                new(name, ExpiringTables.TimeToLive), _currentKey);
        else
            _lists = store.OpenList<long, IntegerKeyCodec<long>, long, IntegerCodec<long>>(new(name, ExpiringTables.TimeToLive), _currentKey);
    }

    /// <summary>Counts the entries that have not expired, which a step of the clock makes fewer.</summary>
    public long CountLive()
    {
        while (_writes.TryPeek(out var oldest) && oldest.Time + ExpiringTables.TimeToLive <= _time.Milliseconds)
        {
            _writes.Dequeue();
            if (_lastWrites.GetValueOrDefault(oldest.Id, -1) == oldest.Time)
                _lastWrites.Remove(oldest.Id);
        }

        return _lastWrites.Count;
    }

    /// <summary>Writes the entry of an id, as a record.</summary>
    public void Write(long id)
    {
        CountLive();
        // Each element of a list is one of its own.
        var entry = _lists is null ? id : _elements++;
        _lastWrites[entry] = _time.Milliseconds;
        _writes.Enqueue((entry, _time.Milliseconds));
        _currentKey.SetKey(KeyOf(id));
        _rows?.Store(RowSlot.None, in _currentKey.Value, _currentKey.Hash, new() { Value = 1, ExpiresAt = _time.Milliseconds + ExpiringTables.TimeToLive });
        _maps?.Put(id, "value");
        _lists?.Append(id);
        _store.CommitRecord();
    }

    // The unequal ones have half of the ids, a quarter, and so on, down to one of many ids of its own.
    private long KeyOf(long id) => _kind switch
    {
        ExpiringKind.LargeMaps or ExpiringKind.LargeSortedMaps or ExpiringKind.LongLists => id % Collections,
        ExpiringKind.UnequalMaps or ExpiringKind.UnequalSortedMaps or ExpiringKind.UnequalLists => long.TrailingZeroCount(id + 1) is var zeros and < 6 ? -zeros : id,
        _ => id,
    };
}
