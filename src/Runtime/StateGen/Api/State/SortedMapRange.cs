using System.Collections;
using System.Runtime.CompilerServices;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Represents a range of the entries of a <see cref="SortedMapState{TMapKey, TValue}"/>, in ascending or descending order. It holds no entries: every member
/// reads the map of the current key at the time of the call, and throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// Not thread-safe.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public readonly struct SortedMapRange<TMapKey, TValue> : IEnumerable<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly SortedMapTable<TMapKey, TValue> _table;
    private readonly MapKeyRange<TMapKey> _range;
    private readonly bool _isDescending;

    internal SortedMapRange(SortedMapTable<TMapKey, TValue> table, in MapKeyRange<TMapKey> range, bool isDescending)
    {
        _table = table;
        _range = range;
        _isDescending = isDescending;
    }

    /// <summary>Gets the number of live entries, O(n).</summary>
    public long Count => Table.Count(in _range);

    /// <summary>Gets a value indicating whether the range has no live entry.</summary>
    public bool IsEmpty => Table.IsEmpty(in _range);

    /// <summary>Gets the keys in the order of the range, enumerated lazily.</summary>
    public IEnumerable<TMapKey> Keys => this.Select(entry => entry.Key);

    /// <summary>Gets the values in the order of the range, enumerated lazily.</summary>
    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    /// <summary>Gets the first entry in the order of the range.</summary>
    /// <exception cref="InvalidOperationException">The range has no live entry.</exception>
    public KeyValuePair<TMapKey, TValue> First => TryGetFirst(out var entry) ? entry : throw NoEntry();

    /// <summary>Gets the last entry in the order of the range.</summary>
    /// <exception cref="InvalidOperationException">The range has no live entry.</exception>
    public KeyValuePair<TMapKey, TValue> Last => TryGetLast(out var entry) ? entry : throw NoEntry();

    private SortedMapTable<TMapKey, TValue> Table
    {
        get
        {
            _table.CurrentKey.Require(_table.Descriptor.Name);
            return _table;
        }
    }

    /// <summary>Gets the first entry in the order of the range if there is one.</summary>
    /// <param name="entry">The entry; the default if the range has no live entry.</param>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public bool TryGetFirst(out KeyValuePair<TMapKey, TValue> entry) => Table.TryGetFirst(in _range, _isDescending, out entry);

    /// <summary>Gets the last entry in the order of the range if there is one.</summary>
    /// <param name="entry">The entry; the default if the range has no live entry.</param>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public bool TryGetLast(out KeyValuePair<TMapKey, TValue> entry) => Table.TryGetFirst(in _range, !_isDescending, out entry);

    /// <summary>Gets the same entries in the opposite order.</summary>
    public SortedMapRange<TMapKey, TValue> Reverse() => new(_table, in _range, !_isDescending);

    /// <summary>Removes every entry of the range.</summary>
    /// <returns>The number of live entries that were removed.</returns>
    public long RemoveAll()
    {
        var removed = Table.RemoveRange(in _range);
        _table.Version += removed > 0 ? 1 : 0;
        return removed;
    }

    /// <summary>Opens a cursor over the entries, which can also remove its current entry. Dispose the cursor after use.</summary>
    public MapCursor<TMapKey, TValue> OpenCursor() => new(_table, Table.OpenCursor(in _range, _isDescending));

    /// <summary>Enumerates the entries in the order of the range.</summary>
    public Enumerator GetEnumerator() => new(Table, in _range, _isDescending);

    IEnumerator<KeyValuePair<TMapKey, TValue>> IEnumerable<KeyValuePair<TMapKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private InvalidOperationException NoEntry() => new(
        $"{_table.KindName} '{_table.Descriptor.Name}' of operator '{_table.CurrentKey.OperatorId}' has no entry in this range for the current key. "
        + "Use TryGetFirst or TryGetLast when it may be empty.");

    /// <summary>
    /// Enumerates the entries of a range. It is a struct, so that <c>foreach</c> allocates nothing where the entries are adjacent in memory and do not expire.
    /// </summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TMapKey, TValue>>
    {
        private readonly SortedMapTable<TMapKey, TValue> _table;
        private readonly long _epoch;
        private readonly long _version;
        private readonly MapTableCursor<TMapKey, TValue>? _cursor;
        private readonly MapEntry<TMapKey, TValue>[] _entries;
        private readonly int _step;
        private int _next;
        private int _remaining;
        private KeyValuePair<TMapKey, TValue> _current;

        internal Enumerator(SortedMapTable<TMapKey, TValue> table, in MapKeyRange<TMapKey> range, bool isDescending)
        {
            _table = table;
            _epoch = table.CurrentKey.Epoch;
            _version = table.Version;
            if (table.TryRead(in range, out var entries))
            {
                (_entries, _remaining) = (entries.Items, entries.Count);
                (_next, _step) = isDescending ? (entries.Start + entries.Count - 1, -1) : (entries.Start, 1);
                return;
            }

            _entries = [];
            _cursor = table.OpenCursor(in range, isDescending);
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
            if (_remaining == 0)
                return false;
            _remaining--;
            ref readonly var entry = ref _entries[_next];
            _next += _step;
            _current = new(entry.Key, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>() ? _table.HandOut(entry.Value) : entry.Value);
            return true;
        }

        /// <summary>Not supported. Enumerate the range again instead.</summary>
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
