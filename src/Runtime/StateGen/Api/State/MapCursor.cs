using System.Collections;
using StateGen.Backends;

namespace StateGen;

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
