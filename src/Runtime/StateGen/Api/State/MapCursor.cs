using System.Collections;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Enumerates the entries of a <see cref="MapState{TMapKey, TValue}"/> or <see cref="SortedMapState{TMapKey, TValue}"/> for the current key, each exactly once.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public sealed class MapCursor<TMapKey, TValue> : IEnumerator<KeyValuePair<TMapKey, TValue>>
    where TMapKey : notnull
{
    private readonly MapTable<TMapKey, TValue> _table;
    private readonly MapTableCursor<TMapKey, TValue> _cursor;
    private readonly long _epoch;
    private long _version;
    private bool _onEntry;

    internal MapCursor(MapTable<TMapKey, TValue> table, MapTableCursor<TMapKey, TValue> cursor)
    {
        _table = table;
        _epoch = table.CurrentKey.Epoch;
        _version = table.Version;
        _cursor = cursor;
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
                $"The cursor over {_table.KindName.ToLowerInvariant()} '{_table.Descriptor.Name}' has no current entry. "
                + "Call MoveNext first, and remove an entry only once.");
        _cursor.RemoveCurrent();
        _version = ++_table.Version;
        _onEntry = false;
    }

    /// <summary>Not supported. Open another cursor instead.</summary>
    /// <exception cref="NotSupportedException">Always thrown.</exception>
    public void Reset() => throw new NotSupportedException("A map cursor cannot be reset. Enumerate the map again instead.");

    /// <inheritdoc/>
    public void Dispose() => _cursor.Dispose();

    private void RequireUnchanged() => _table.RequireUnchanged(_epoch, _version);
}
