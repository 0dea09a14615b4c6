namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Runs commands against generated state.</summary>
[Operator("oracle")]
internal sealed partial class OracleProbe : KeyedOperator<string, Command[], string>, IKeyState
{
    private OperatorContext<string> _context = null!;

    [State]
    public partial long Number { get; set; }

    [State]
    public partial int? Optional { get; set; }

    [State]
    public partial string? Text { get; set; }

    [State]
    public partial decimal? Price { get; set; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    public partial long Fading { get; set; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    public partial string? FadingText { get; set; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial long Refreshed { get; set; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive, Clock = TtlClock.EventTime)]
    public partial long EventTimed { get; set; }

    public long? Sum => Summed.TryGetValue(out var sum) ? sum : null;

    public long? Mean => Averaged.TryGetValue(out var mean) ? mean : null;

    public IOracleMap<string, long?> Map => new ProbedMap<string, long?>(Entries);

    public IOracleMap<double, int> Doubles => new ProbedMap<double, int>(DoubleEntries);

    public IOracleMap<long, string> FadingMap => new ProbedMap<long, string>(FadingEntries);

    public IOracleMap<long, string> RefreshedMap => new ProbedMap<long, string>(RefreshedEntries);

    public IOracleSortedMap<long, string> SortedMap => new ProbedSortedMap<long, string>(SortedEntries);

    public IOracleList<long> List => new ProbedList<long>(Elements);

    public IOracleList<string> FadingList => new ProbedList<string>(FadingElements);

    public IOracleList<long> EventTimedList => new ProbedList<long>(EventTimedElements);

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    private partial ReducingState<long, WrappingSum> Summed { get; }

    [State]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> Averaged { get; }

    [State]
    private partial SortedMapState<long, string> SortedEntries { get; }

    [State]
    private partial MapState<string, long?> Entries { get; }

    [State]
    private partial MapState<double, int> DoubleEntries { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    private partial MapState<long, string> FadingEntries { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = TtlRefresh.OnReadAndWrite)]
    private partial MapState<long, string> RefreshedEntries { get; }

    [State]
    private partial ListState<long> Elements { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    private partial ListState<string> FadingElements { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive, Clock = TtlClock.EventTime)]
    private partial ListState<long> EventTimedElements { get; }

    public void AddToSum(long value) => Summed.Add(value);

    public void ClearSum() => Summed.Clear();

    public void AddToMean(long value) => Averaged.Add(value);

    public void Clear() => ClearState();

    public void Register(long timestamp) => _context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void Delete(long timestamp) => _context.Timers.DeleteEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public bool Contains(long timestamp) => _context.Timers.ContainsEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void RegisterProcessingTime(long timestamp) => _context.Timers.RegisterProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void DeleteProcessingTime(long timestamp) => _context.Timers.DeleteProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public bool ContainsProcessingTime(long timestamp) => _context.Timers.ContainsProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void Emit(string value) => _context.Emit($"{Key}: {value}");

    protected override void OnEvent(Command[] value, OperatorContext<string> context)
    {
        _context = context;
        foreach (var command in value)
            command.ApplyTo(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        _context = context;
        Command.ApplyTimer(this, timer.Kind, timer.Timestamp.ToUnixTimeMilliseconds());
    }
}

internal sealed class ProbedMap<TKey, TValue>(MapState<TKey, TValue> map) : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => map.Count;

    public bool IsEmpty => map.IsEmpty;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => map;

    public bool TryGet(TKey key, out TValue? value) => map.TryGetValue(key, out value);

    public void Put(TKey key, TValue value) => map[key] = value;

    public bool Remove(TKey key) => map.Remove(key);

    public void Clear() => map.Clear();

    public void RemoveWhere(Func<TKey, bool> fits)
    {
        using var cursor = map.OpenCursor();
        while (cursor.MoveNext())
        {
            if (fits(cursor.Current.Key))
                cursor.RemoveCurrent();
        }
    }

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        foreach (var _ in map)
            map[key] = value;
    }
}

internal sealed class ProbedList<T>(ListState<T> list) : IOracleList<T>
{
    public bool IsEmpty => list.IsEmpty;

    public IEnumerable<T> Elements => list;

    public void Add(T element) => list.Add(element);

    public void AddRange(IEnumerable<T> elements) => list.AddRange(elements);

    public void Update(IEnumerable<T> elements) => list.Update(elements);

    public void Clear() => list.Clear();
}
