using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Represents a map for each key of the operator, stored entry by entry: the cost of reading or writing an entry does not depend on the size of the map.
/// Map keys are returned in normal form (DateTimeOffset as UTC, decimal without trailing zeros). Modifying the map during an enumeration
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

    /// <summary>Creates the handle for a table of a backend. Called by generated code.</summary>
    /// <param name="table">The table that holds the entries.</param>
    public MapState(MapTable<TMapKey, TValue> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>Gets or sets the value of an entry.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <exception cref="KeyNotFoundException">The value is read, and there is no such entry.</exception>
    public TValue this[TMapKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw MissingKey(key);
        set
        {
            Table.Put(key, value);
            _version++;
        }
    }

    /// <summary>Gets the number of live entries. O(n) on every backend; to compare with zero, use <see cref="IsEmpty"/>.</summary>
    public long Count => Table.Count();

    /// <summary>Gets a value indicating whether the map has no live entry.</summary>
    public bool IsEmpty => Table.IsEmpty();

    /// <summary>Gets the keys, enumerated lazily, in no particular order.</summary>
    public IEnumerable<TMapKey> Keys => this.Select(entry => entry.Key);

    /// <summary>Gets the values, enumerated lazily, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    private MapTable<TMapKey, TValue> Table
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

    /// <summary>Removes one entry.</summary>
    /// <param name="key">The entry's key.</param>
    /// <returns>true if there was a live entry; otherwise, false.</returns>
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

    /// <summary>Opens a cursor over the entries of the current key, which can also remove its current entry. Dispose the cursor after use.</summary>
    public MapCursor<TMapKey, TValue> OpenCursor() => new(Table, this);

    /// <summary>Enumerates the entries of the current key, in no particular order.</summary>
    public Enumerator GetEnumerator() => new(this, Table);

    IEnumerator<KeyValuePair<TMapKey, TValue>> IEnumerable<KeyValuePair<TMapKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal long Version => _version;

    internal long CountModification() => ++_version;

    internal void RequireUnchanged(long epoch, long version)
    {
        if (epoch != _table.CurrentKey.Epoch)
            throw new InvalidOperationException(
                $"An enumeration of map state '{_table.Descriptor.Name}' outlived its record. Enumerate within OnEvent or OnTimer, or copy the entries.");
        if (version != _version)
            throw new InvalidOperationException(
                $"Map state '{_table.Descriptor.Name}' was modified while it was enumerated. "
                + "Copy the entries first, or remove through MapCursor.RemoveCurrent.");
    }

    private KeyNotFoundException MissingKey(TMapKey key) =>
        new(
            $"Map state '{_table.Descriptor.Name}' of operator '{_table.CurrentKey.OperatorId}' has no entry for '{key}'. "
            + "Use TryGetValue when it may be absent.");

    /// <summary>
    /// Enumerates the entries of a map. It is a struct, so that <c>foreach</c> allocates nothing where the entries are in memory and do not expire.
    /// </summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TMapKey, TValue>>
    {
        private readonly MapState<TMapKey, TValue> _map;
        private readonly long _epoch;
        private readonly long _version;
        private readonly MapTableCursor<TMapKey, TValue>? _cursor;
        private readonly MapEntry<TMapKey, TValue>[] _entries;
        private readonly int _end;
        private int _next;
        private KeyValuePair<TMapKey, TValue> _current;

        internal Enumerator(MapState<TMapKey, TValue> map, MapTable<TMapKey, TValue> table)
        {
            _map = map;
            _epoch = table.CurrentKey.Epoch;
            _version = map._version;
            if (table.TryRead(out var entries))
            {
                (_entries, _next, _end) = (entries.Items, entries.Start, entries.Start + entries.Count);
                return;
            }

            _entries = [];
            _cursor = table.OpenCursor();
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TMapKey, TValue> Current => _current;

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">The map was modified, or the record has ended.</exception>
        public bool MoveNext()
        {
            _map.RequireUnchanged(_epoch, _version);
            if (_cursor is not null)
                return MoveNextOf(_cursor);
            if (_next == _end)
                return false;
            ref readonly var entry = ref _entries[_next++];
            _current = new(entry.Key, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>() ? _map._table.HandOut(entry.Value) : entry.Value);
            return true;
        }

        /// <summary>Not supported. Enumerate the map again instead.</summary>
        /// <exception cref="NotSupportedException">Always thrown.</exception>
        public readonly void Reset() => throw new NotSupportedException("An enumeration of a map cannot be reset. Enumerate the map again instead.");

        /// <inheritdoc/>
        public readonly void Dispose() => _cursor?.Dispose();

        private bool MoveNextOf(MapTableCursor<TMapKey, TValue> cursor)
        {
            var moved = cursor.MoveNext();
            if (moved)
                _current = cursor.Current;
            return moved;
        }
    }
}

/// <summary>Enumerates the entries of a <see cref="MapState{TMapKey, TValue}"/> for the current key, each exactly once.</summary>
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
    /// <exception cref="InvalidOperationException">The map was modified, or the record has ended.</exception>
    public bool MoveNext()
    {
        RequireUnchanged();
        return _onEntry = _cursor.MoveNext();
    }

    /// <summary>Removes the current entry. The enumeration continues with the next entry.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no current entry, it was already removed, the map was modified otherwise, or the record has ended.
    /// </exception>
    public void RemoveCurrent()
    {
        RequireUnchanged();
        if (!_onEntry)
            throw new InvalidOperationException(
                $"The cursor over map state '{_table.Descriptor.Name}' has no current entry. Call MoveNext first, and remove an entry only once.");
        _cursor.RemoveCurrent();
        _version = _map.CountModification();
        _onEntry = false;
    }

    /// <summary>Not supported. Open another cursor instead.</summary>
    /// <exception cref="NotSupportedException">Always thrown.</exception>
    public void Reset() => throw new NotSupportedException("A map cursor cannot be reset. Enumerate the map again instead.");

    /// <inheritdoc/>
    public void Dispose() => _cursor.Dispose();

    private void RequireUnchanged() => _map.RequireUnchanged(_epoch, _version);
}
