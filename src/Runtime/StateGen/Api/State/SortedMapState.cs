using System.Collections;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Represents a map in the order of its keys for each key of the operator, stored entry by entry. The order is that of the encoded keys: numbers and times by
/// value, text by its UTF-8 bytes (ordinal, not by culture), records member by member. Map keys are returned in normal form (DateTimeOffset as UTC, decimal
/// without trailing zeros). Modifying the map during an enumeration makes the enumeration throw, except through
/// <see cref="MapCursor{TMapKey, TValue}.RemoveCurrent"/>. Not thread-safe.
/// Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values, immutable.</typeparam>
public sealed class SortedMapState<TMapKey, TValue> : IEnumerable<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly SortedMapTable<TMapKey, TValue> _table;

    /// <summary>Creates the handle for a table of a backend. Called by generated code.</summary>
    /// <param name="table">The table that holds the entries.</param>
    public SortedMapState(SortedMapTable<TMapKey, TValue> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>Gets or sets the value of an entry.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <exception cref="KeyNotFoundException">The value is read, and there is no such entry.</exception>
    public TValue this[TMapKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw _table.MissingKey(key);
        set
        {
            Table.Put(key, value);
            _table.Version++;
        }
    }

    /// <summary>Gets the number of live entries. O(n) on every backend; to compare with zero, use <see cref="IsEmpty"/>.</summary>
    public long Count => Table.Count();

    /// <summary>Gets a value indicating whether the map has no live entry.</summary>
    public bool IsEmpty => Table.IsEmpty();

    /// <summary>Gets the keys in ascending order, enumerated lazily.</summary>
    public IEnumerable<TMapKey> Keys => All.Keys;

    /// <summary>Gets the values in the order of their keys, enumerated lazily.</summary>
    public IEnumerable<TValue> Values => All.Values;

    /// <summary>Gets the entry with the lowest key.</summary>
    /// <exception cref="InvalidOperationException">The map has no live entry.</exception>
    public KeyValuePair<TMapKey, TValue> First => All.First;

    /// <summary>Gets the entry with the highest key.</summary>
    /// <exception cref="InvalidOperationException">The map has no live entry.</exception>
    public KeyValuePair<TMapKey, TValue> Last => All.Last;

    private SortedMapRange<TMapKey, TValue> All => new(_table, default, isDescending: false);

    private SortedMapTable<TMapKey, TValue> Table
    {
        get
        {
            _table.CurrentKey.Require(_table.Descriptor.Name);
            return _table;
        }
    }

    /// <summary>Gets the value of an entry if it exists.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value; the default when there is no live entry.</param>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public bool TryGetValue(TMapKey key, [MaybeNullWhen(false)] out TValue value) => Table.TryGet(key, out value);

    /// <summary>Gets the value of an entry, or the default when there is no live entry.</summary>
    /// <param name="key">The entry's key.</param>
    public TValue? GetValueOrDefault(TMapKey key) => Table.TryGet(key, out var value) ? value : default;

    /// <summary>Determines whether there is a live entry for a key.</summary>
    /// <param name="key">The entry's key.</param>
    public bool ContainsKey(TMapKey key) => Table.TryGet(key, out _);

    /// <summary>Gets the entry with the lowest key if there is one.</summary>
    /// <param name="entry">The entry; the default if the map has no live entry.</param>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public bool TryGetFirst(out KeyValuePair<TMapKey, TValue> entry) => All.TryGetFirst(out entry);

    /// <summary>Gets the entry with the highest key if there is one.</summary>
    /// <param name="entry">The entry; the default if the map has no live entry.</param>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public bool TryGetLast(out KeyValuePair<TMapKey, TValue> entry) => All.TryGetLast(out entry);

    /// <summary>Gets the entries from one key up to, but not including, another. Empty if <paramref name="to"/> is not above <paramref name="from"/>.</summary>
    /// <param name="from">The lowest key of the range.</param>
    /// <param name="to">The lowest key above the range.</param>
    public SortedMapRange<TMapKey, TValue> Range(TMapKey from, TMapKey to) => Select(MapKeyBound.Inclusive, from, MapKeyBound.Exclusive, to);

    /// <summary>Gets the entries whose keys are equal to or above a key.</summary>
    /// <param name="key">The lowest key of the range.</param>
    public SortedMapRange<TMapKey, TValue> From(TMapKey key) => Select(MapKeyBound.Inclusive, key, MapKeyBound.None, key);

    /// <summary>Gets the entries whose keys are above a key.</summary>
    /// <param name="key">The highest key below the range.</param>
    public SortedMapRange<TMapKey, TValue> After(TMapKey key) => Select(MapKeyBound.Exclusive, key, MapKeyBound.None, key);

    /// <summary>Gets the entries whose keys are below a key.</summary>
    /// <param name="key">The lowest key above the range.</param>
    public SortedMapRange<TMapKey, TValue> Before(TMapKey key) => Select(MapKeyBound.None, key, MapKeyBound.Exclusive, key);

    /// <summary>Gets the entries whose keys are equal to or below a key. The last of them is the entry as of that key.</summary>
    /// <param name="key">The highest key of the range.</param>
    public SortedMapRange<TMapKey, TValue> UpTo(TMapKey key) => Select(MapKeyBound.None, key, MapKeyBound.Inclusive, key);

    /// <summary>Gets all entries from the highest key to the lowest.</summary>
    public SortedMapRange<TMapKey, TValue> Reverse() => All.Reverse();

    /// <summary>Removes one entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <returns>true if there was a live entry; otherwise, false.</returns>
    public bool Remove(TMapKey key)
    {
        var removed = Table.Remove(key);
        _table.Version += removed ? 1 : 0;
        return removed;
    }

    /// <summary>Removes the entries from one key up to, but not including, another.</summary>
    /// <param name="from">The lowest key of the range.</param>
    /// <param name="to">The lowest key above the range.</param>
    /// <returns>The number of live entries that were removed.</returns>
    public long RemoveRange(TMapKey from, TMapKey to) => Range(from, to).RemoveAll();

    /// <summary>Removes every entry of the current key.</summary>
    public void Clear()
    {
        Table.Clear();
        _table.Version++;
    }

    /// <summary>
    /// Opens a cursor over the entries of the current key in ascending order, which can also remove its current entry. Dispose the cursor after use.
    /// </summary>
    public MapCursor<TMapKey, TValue> OpenCursor() => All.OpenCursor();

    /// <summary>Enumerates the entries of the current key in ascending order.</summary>
    public SortedMapRange<TMapKey, TValue>.Enumerator GetEnumerator() => All.GetEnumerator();

    IEnumerator<KeyValuePair<TMapKey, TValue>> IEnumerable<KeyValuePair<TMapKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SortedMapRange<TMapKey, TValue> Select(MapKeyBound lowerBound, TMapKey lower, MapKeyBound upperBound, TMapKey upper)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        return new(_table, new(lowerBound, lower, upperBound, upper), isDescending: false);
    }
}
