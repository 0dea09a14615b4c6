using System.Globalization;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

/// <summary>The stores of all subtasks of an operator. Each change goes to the one that owns the key.</summary>
internal sealed class StoresOfSubtasks : IDisposable
{
    private readonly int _maxParallelism;
    private readonly SubtaskStore[] _subtasks;

    public StoresOfSubtasks(int maxParallelism, int parallelism)
    {
        _maxParallelism = maxParallelism;
        _subtasks = [.. Enumerable.Range(0, parallelism).Select(subtask => new SubtaskStore(maxParallelism, KeyGroups.RangeOf(maxParallelism, parallelism, subtask)))];
    }

    public IReadOnlyList<SubtaskStore> Subtasks => _subtasks;

    public SubtaskStore OwnerOf(long key)
    {
        var group = (int)(IntegerKeyCodec<long>.Hash(in key) % (uint)_maxParallelism);
        return _subtasks.Single(subtask => subtask.Store.Options.KeyGroups.Contains(group));
    }

    /// <summary>Restores what other subtasks have written: each reads from every part that has some of its key groups.</summary>
    public async Task StartAsync(IReadOnlyList<RestoredState> parts)
    {
        foreach (var subtask in _subtasks)
        {
            var overlapping = parts.Where(part => part.KeyGroups.Overlaps(subtask.Store.Options.KeyGroups));
            await subtask.Store.StartAsync([.. overlapping], CancellationToken.None);
        }
    }

    public void Dispose()
    {
        foreach (var subtask in _subtasks)
            subtask.Store.Dispose();
    }
}

/// <summary>The store of one subtask, with a table of each kind.</summary>
internal sealed class SubtaskStore
{
    private readonly CurrentKey<long> _currentKey = new("test");
    private readonly RowTable<long, ExpiringRow> _rows;
    private readonly MapState<long, string> _map;
    private readonly ListState<string> _list;

    public SubtaskStore(int maxParallelism, KeyGroupRange keyGroups)
    {
        Store = TestStores.Open(keyGroups: keyGroups, maxParallelism: maxParallelism);
        _rows = Store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        _map = new(Store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string, StringCodec>(new("map"), _currentKey));
        _list = new(Store.OpenList<long, IntegerKeyCodec<long>, string, StringCodec>(new("list"), _currentKey));
        Timers = Store.OpenTimers<long, IntegerKeyCodec<long>>();
    }

    public StateStore Store { get; }

    public TimerTable<long> Timers { get; }

    /// <summary>Gives a key a row, an entry, an element and a timer, all of which say the number.</summary>
    public void Add(long key, long number)
    {
        _currentKey.SetKey(key);
        _rows.Store(RowSlot.None, in key, _currentKey.Hash, new() { Value = number, ExpiresAt = long.MaxValue });
        _map[number] = Text(number);
        _list.Add(Text(number));
        Timers.Register(new(TimerKind.EventTime, number, key, _currentKey.Hash));
        Store.CommitRecord();
    }

    /// <summary>Removes everything that a key has but its timers.</summary>
    public void Remove(long key)
    {
        _currentKey.SetKey(key);
        _rows.Remove(RowSlot.None, in key, _currentKey.Hash);
        _map.Clear();
        _list.Clear();
        Store.CommitRecord();
    }

    /// <summary>Describes the state of a key.</summary>
    public string Describe(long key)
    {
        _currentKey.SetKey(key);
        _rows.Load(in key, _currentKey.Hash, out var row);
        var entries = _map.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal);
        return $"{row.Value}; {string.Join(',', entries)}; {string.Join(',', _list)}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
