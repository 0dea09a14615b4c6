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
        _table.Version += removed ? 1 : 0;
        return removed;
    }

    /// <summary>Removes every entry of the current key.</summary>
    public void Clear()
    {
        Table.Clear();
        _table.Version++;
    }

    /// <summary>Opens a cursor over the entries of the current key, which can also remove its current entry. Dispose the cursor after use.</summary>
    public MapCursor<TMapKey, TValue> OpenCursor() => new(Table, Table.OpenCursor());

    /// <summary>Enumerates the entries of the current key, in no particular order.</summary>
    public Enumerator GetEnumerator() => new(Table);

    IEnumerator<KeyValuePair<TMapKey, TValue>> IEnumerable<KeyValuePair<TMapKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Enumerates the entries of a map. It is a struct, so that <c>foreach</c> allocates nothing where the entries are in memory and do not expire.
    /// </summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TMapKey, TValue>>
    {
        private readonly MapTable<TMapKey, TValue> _table;
        private readonly long _epoch;
        private readonly long _version;
        private readonly MapTableCursor<TMapKey, TValue>? _cursor;
        private readonly MapEntry<TMapKey, TValue>[] _entries;
        private readonly int _end;
        private int _next;
        private KeyValuePair<TMapKey, TValue> _current;

        internal Enumerator(MapTable<TMapKey, TValue> table)
        {
            _table = table;
            _epoch = table.CurrentKey.Epoch;
            _version = table.Version;
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
            _table.RequireUnchanged(_epoch, _version);
            if (_cursor is not null)
                return MoveNextOf(_cursor);
            if (_next == _end)
                return false;
            ref readonly var entry = ref _entries[_next++];
            _current = new(entry.Key, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>() ? _table.HandOut(entry.Value) : entry.Value);
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
