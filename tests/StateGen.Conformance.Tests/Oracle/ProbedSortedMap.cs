namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A sorted map of the operator.</summary>
internal sealed class ProbedSortedMap<TKey, TValue>(SortedMapState<TKey, TValue> map) : IOracleSortedMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => map.Count;

    public bool IsEmpty => map.IsEmpty;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => map;

    public KeyValuePair<TKey, TValue>? First => map.TryGetFirst(out var entry) ? entry : null;

    public KeyValuePair<TKey, TValue>? Last => map.TryGetLast(out var entry) ? entry : null;

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, bool isReverse) => isReverse ? map.Range(from, to).Reverse() : map.Range(from, to);

    public long RemoveRange(TKey from, TKey to) => map.RemoveRange(from, to);

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
