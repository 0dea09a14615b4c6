namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Notes what reads of state have returned, if only the operator can know.</summary>
internal sealed class Watch(OracleNotes notes, Func<string> key, bool isVisible)
{
    public T See<T>(T seen)
    {
        if (isVisible)
            notes.AddRead(key(), seen);
        return seen;
    }

    /// <summary>Notes what an enumeration returns, one by one.</summary>
    public IEnumerable<T> SeeEach<T, TSeen>(IEnumerable<T> items, Func<T, TSeen> select)
    {
        var seen = See(new List<TSeen>());
        foreach (var item in items)
        {
            seen.Add(select(item));
            yield return item;
        }
    }
}

internal sealed class ProbedValue<T>(Watch watch, Func<T?> get, Action<T?> set) : IOracleValue<T>
{
    public T? Value
    {
        get => watch.See(get());
        set => set(value);
    }
}

internal sealed class ProbedSum(Watch watch, Func<ReducingState<long, WrappingSum>> state) : IOracleAccumulator
{
    public bool IsEmpty => state().IsEmpty;

    public long? Value => watch.See<long?>(state().TryGetValue(out var sum) ? sum : null);

    public void Add(long value) => state().Add(value);

    public void Clear() => state().Clear();
}

internal sealed class ProbedMean(Watch watch, Func<AggregatingState<long, (long Count, long Sum), long, WholeMean>> state) : IOracleAccumulator
{
    public bool IsEmpty => state().IsEmpty;

    public long? Value => watch.See<long?>(state().TryGetValue(out var mean) ? mean : null);

    public void Add(long value) => state().Add(value);

    public void Clear() => state().Clear();
}

internal sealed class ProbedMap<TKey, TValue>(Watch watch, MapState<TKey, TValue> map) : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => map.Count;

    public bool IsEmpty => map.IsEmpty;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => watch.SeeEach(map, static entry => entry.Key);

    public bool TryGet(TKey key, out TValue? value) => watch.See(map.TryGetValue(key, out value));

    public void Put(TKey key, TValue value) => map[key] = value;

    public bool Remove(TKey key) => map.Remove(key);

    public void Clear() => map.Clear();

    public void RemoveWhere(Func<TKey, bool> fits) => ProbedCursor.RemoveWhere(watch, map.OpenCursor(), fits);

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        foreach (var _ in Entries)
            map[key] = value;
    }
}

/// <summary>A sorted map of the operator.</summary>
internal sealed class ProbedSortedMap<TKey, TValue>(Watch watch, SortedMapState<TKey, TValue> map) : IOracleSortedMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => map.Count;

    public bool IsEmpty => map.IsEmpty;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => watch.SeeEach(map, static entry => entry.Key);

    public KeyValuePair<TKey, TValue>? First => See(map.TryGetFirst(out var entry), entry);

    public KeyValuePair<TKey, TValue>? Last => See(map.TryGetLast(out var entry), entry);

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, bool isReverse) =>
        watch.SeeEach(isReverse ? map.Range(from, to).Reverse() : map.Range(from, to), static entry => entry.Key);

    public long RemoveRange(TKey from, TKey to) => map.RemoveRange(from, to);

    public bool TryGet(TKey key, out TValue? value) => watch.See(map.TryGetValue(key, out value));

    public void Put(TKey key, TValue value) => map[key] = value;

    public bool Remove(TKey key) => map.Remove(key);

    public void Clear() => map.Clear();

    public void RemoveWhere(Func<TKey, bool> fits) => ProbedCursor.RemoveWhere(watch, map.OpenCursor(), fits);

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        foreach (var _ in Entries)
            map[key] = value;
    }

    private KeyValuePair<TKey, TValue>? See(bool isFound, KeyValuePair<TKey, TValue> entry)
    {
        watch.See<List<TKey>>(isFound ? [entry.Key] : []);
        return isFound ? entry : null;
    }
}

internal static class ProbedCursor
{
    public static void RemoveWhere<TKey, TValue>(Watch watch, MapCursor<TKey, TValue> opened, Func<TKey, bool> fits)
        where TKey : notnull
    {
        using var cursor = opened;
        var seen = watch.See(new List<TKey>());
        while (cursor.MoveNext())
        {
            seen.Add(cursor.Current.Key);
            if (fits(cursor.Current.Key))
                cursor.RemoveCurrent();
        }
    }
}

internal sealed class ProbedWindows(WindowState<long, long, long, OrderedSum> windows, Func<OperatorContext<string>> context) : IOracleWindows
{
    public IEnumerable<string> Entries => windows.Select(static entry => Describe(entry));

    public bool TryAdd(long start, long end, long value) => windows.TryAdd(Window(start, end), value, context());

    public bool Remove(long start, long end) => windows.Remove(Window(start, end));

    public void Clear() => windows.Clear();

    public IEnumerable<string> TakeEnded(TimerKind kind, long timestamp, int most)
    {
        foreach (var ended in windows.TakeEnded(new FiredTimer(At(timestamp), kind), context()))
        {
            yield return Describe(ended);
            if (--most == 0)
                break;
        }
    }

    public static TimeWindow Window(long start, long end) => new(At(start), At(end));

    public static DateTimeOffset At(long timestamp) => DateTimeOffset.FromUnixTimeMilliseconds(timestamp);

    public static string Describe(KeyValuePair<TimeWindow, long> entry) =>
        ModelWindows.Describe((entry.Key.End.ToUnixTimeMilliseconds(), entry.Key.Start.ToUnixTimeMilliseconds()), entry.Value);
}

internal sealed class ProbedSessions(SessionWindowState<long, long, long, OrderedSum> sessions, Func<OperatorContext<string>> context) : IOracleWindows
{
    public IEnumerable<string> Entries => sessions.Select(static entry => ProbedWindows.Describe(entry));

    public bool TryAdd(long start, long end, long value) => sessions.TryAdd(ProbedWindows.Window(start, end), value, context());

    public bool Remove(long start, long end) => sessions.Remove(ProbedWindows.Window(start, end));

    public void Clear() => sessions.Clear();

    public IEnumerable<string> TakeEnded(TimerKind kind, long timestamp, int most)
    {
        foreach (var ended in sessions.TakeEnded(new FiredTimer(ProbedWindows.At(timestamp), kind), context()))
        {
            yield return ProbedWindows.Describe(ended);
            if (--most == 0)
                break;
        }
    }
}

internal sealed class ProbedList<T>(Watch watch, ListState<T> list) : IOracleList<T>
{
    public bool IsEmpty => list.IsEmpty;

    public IEnumerable<T> Elements => watch.SeeEach(list, static element => element);

    public void Add(T element) => list.Add(element);

    public void AddRange(IEnumerable<T> elements) => list.AddRange(elements);

    public void Update(IEnumerable<T> elements) => list.Update(elements);

    public void Clear() => list.Clear();
}

internal sealed class ProbedOperatorList<T>(OperatorListState<T> list) : IOracleOperatorList<T>
{
    public bool IsEmpty => list.IsEmpty;

    public IEnumerable<T> Elements => list;

    public T this[int index]
    {
        get => list[index];
        set => list[index] = value;
    }

    public void Add(T element) => list.Add(element);

    public void AddRange(IEnumerable<T> elements) => list.AddRange(elements);

    public void Update(IEnumerable<T> elements) => list.Update(elements);

    public void Clear() => list.Clear();

    public void AddWhileEnumerating(T element)
    {
        foreach (var _ in list)
            list.Add(element);
    }
}

internal sealed class ProbedBroadcast(BroadcastState<string, long?> state) : IOracleBroadcast
{
    public IEnumerable<KeyValuePair<string, long?>> Entries => state;

    public long? Find(string key) => state.GetValueOrDefault(key);

    public void Put(string key, long? value) => state[key] = value;

    public bool Remove(string key) => state.Remove(key);

    public void Clear() => state.Clear();
}
