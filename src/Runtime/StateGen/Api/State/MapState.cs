using System.Collections;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// A map per key of the operator, stored entry by entry: reading or writing one entry costs one entry, whatever the size of the map.
/// Keys are handed back in normal form (DateTimeOffset as UTC, decimal without trailing zeros). Modifying the map while it is enumerated
/// makes the enumeration throw, except through <see cref="MapCursor{TMapKey, TValue}.RemoveCurrent"/>. Not thread-safe.
/// Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values, immutable.</typeparam>
public sealed class MapState<TMapKey, TValue> : IEnumerable<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly MapTable<TMapKey, TValue> _table;
    private long _version;

    /// <summary>Creates the handle over a backend's table; called by generated code.</summary>
    /// <param name="table">The table that holds the entries.</param>
    public MapState(MapTable<TMapKey, TValue> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>Reads or writes one entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <exception cref="KeyNotFoundException">On reading: there is no such entry.</exception>
    public TValue this[TMapKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw MissingKey(key);
        set
        {
            Table.Put(key, value);
            _version++;
        }
    }

    /// <summary>The number of live entries. O(n) on every backend: prefer <see cref="IsEmpty"/> to compare with zero.</summary>
    public long Count => Table.Count();

    /// <summary>Whether there is no live entry.</summary>
    public bool IsEmpty => Table.IsEmpty();

    /// <summary>The keys, lazily, in no particular order.</summary>
    public IEnumerable<TMapKey> Keys => this.Select(entry => entry.Key);

    /// <summary>The values, lazily, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    private MapTable<TMapKey, TValue> Table
    {
        get
        {
            _table.CurrentKey.Require(_table.Descriptor.Name);
            return _table;
        }
    }

    /// <summary>Reads one entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">Its value, or default when there is none.</param>
    public bool TryGetValue(TMapKey key, [MaybeNullWhen(false)] out TValue value) => Table.TryGet(key, out value);

    /// <summary>Reads one entry, or default when there is none.</summary>
    /// <param name="key">The entry's key.</param>
    public TValue? GetValueOrDefault(TMapKey key) => Table.TryGet(key, out var value) ? value : default;

    /// <summary>Whether there is a live entry for a key.</summary>
    /// <param name="key">The entry's key.</param>
    public bool ContainsKey(TMapKey key) => Table.TryGet(key, out _);

    /// <summary>Removes one entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <returns>Whether there was a live entry.</returns>
    public bool Remove(TMapKey key)
    {
        var removed = Table.Remove(key);
        _version += removed ? 1 : 0;
        return removed;
    }

    /// <summary>Removes every entry of the current key.</summary>
    public void Clear()
    {
        Table.Clear();
        _version++;
    }

    /// <summary>A cursor over the entries of the current key, which can also remove the entry that it stands on. Dispose it.</summary>
    public MapCursor<TMapKey, TValue> OpenCursor() => new(Table, this);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TMapKey, TValue>> GetEnumerator() => OpenCursor();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal long Version => _version;

    internal long CountModification() => ++_version;

    private KeyNotFoundException MissingKey(TMapKey key) =>
        new($"Map state '{_table.Descriptor.Name}' of operator '{_table.CurrentKey.OperatorId}' has no entry for '{key}'. Use TryGetValue when it may be absent.");
}

/// <summary>Walks the entries of a <see cref="MapState{TMapKey, TValue}"/> under the current key, each exactly once.</summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public sealed class MapCursor<TMapKey, TValue> : IEnumerator<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly MapTable<TMapKey, TValue> _table;
    private readonly MapState<TMapKey, TValue> _map;
    private readonly MapTableCursor<TMapKey, TValue> _cursor;
    private readonly long _epoch;
    private long _version;
    private bool _onEntry;

    internal MapCursor(MapTable<TMapKey, TValue> table, MapState<TMapKey, TValue> map)
    {
        _table = table;
        _map = map;
        _epoch = table.CurrentKey.Epoch;
        _version = map.Version;
        _cursor = table.OpenCursor();
    }

    /// <inheritdoc/>
    public KeyValuePair<TMapKey, TValue> Current => _cursor.Current;

    object IEnumerator.Current => Current;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The map was modified, or its record is over.</exception>
    public bool MoveNext()
    {
        RequireUnchanged();
        return _onEntry = _cursor.MoveNext();
    }

    /// <summary>Removes the entry that the cursor stands on; the walk goes on with the next one.</summary>
    /// <exception cref="InvalidOperationException">There is no such entry, or it was removed already, or the map was modified otherwise.</exception>
    public void RemoveCurrent()
    {
        RequireUnchanged();
        if (!_onEntry)
            throw new InvalidOperationException($"The cursor over map state '{_table.Descriptor.Name}' stands on no entry: call MoveNext first, and remove an entry only once.");
        _cursor.RemoveCurrent();
        _version = _map.CountModification();
        _onEntry = false;
    }

    /// <summary>Not supported: open another cursor.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Reset() => throw new NotSupportedException("A map cursor runs once. Enumerate the map again instead.");

    /// <inheritdoc/>
    public void Dispose() => _cursor.Dispose();

    private void RequireUnchanged()
    {
        if (_epoch != _table.CurrentKey.Epoch)
            throw new InvalidOperationException($"An enumeration of map state '{_table.Descriptor.Name}' outlived its record. Enumerate within OnEvent or OnTimer, or copy the entries.");
        if (_version != _map.Version)
            throw new InvalidOperationException($"Map state '{_table.Descriptor.Name}' was modified while it was enumerated. Copy the entries first, or remove through MapCursor.RemoveCurrent.");
    }
}
