namespace StateGen.Backends;

/// <summary>
/// The storage of one sorted map state in a backend: a map whose cursors are in the order of the encoded map keys, which is the order of the keys
/// (<see cref="Keys.IKeyCodec{TKey}.Write"/>). Before it compares, an implementation converts the keys of a range to normal form. Not thread-safe.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public abstract class SortedMapTable<TMapKey, TValue> : MapTable<TMapKey, TValue>
    where TMapKey : notnull
{
    /// <summary>Initializes the table.</summary>
    /// <param name="descriptor">The state that the table stores.</param>
    /// <param name="currentKey">The operator's current key.</param>
    protected SortedMapTable(StateDescriptor descriptor, CurrentKey currentKey)
        : base(descriptor, currentKey)
    {
    }

    /// <summary>Opens a cursor over the live entries of a range. During the enumeration the caller must not modify the map except through the cursor.</summary>
    /// <param name="range">The range.</param>
    /// <param name="isDescending">true to enumerate from the highest key to the lowest; otherwise, false.</param>
    public abstract MapTableCursor<TMapKey, TValue> OpenCursor(in MapKeyRange<TMapKey> range, bool isDescending);

    /// <inheritdoc/>
    public override MapTableCursor<TMapKey, TValue> OpenCursor() => OpenCursor(default, isDescending: false);

    /// <summary>Counts the live entries of a range, O(n).</summary>
    public abstract long Count(in MapKeyRange<TMapKey> range);

    /// <summary>Determines whether a range has no live entry, without reading one: the time to live of none starts again, and none is removed.</summary>
    public abstract bool IsEmpty(in MapKeyRange<TMapKey> range);

    /// <inheritdoc/>
    public override bool IsEmpty() => IsEmpty(default);

    /// <summary>Reads the first live entry of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="isDescending">true for the entry with the highest key; false for the one with the lowest.</param>
    /// <param name="entry">The entry; the default if there is none.</param>
    /// <returns>true if there is an entry; otherwise, false.</returns>
    public virtual bool TryGetFirst(in MapKeyRange<TMapKey> range, bool isDescending, out KeyValuePair<TMapKey, TValue> entry)
    {
        using var cursor = OpenCursor(in range, isDescending);
        var found = cursor.MoveNext();
        entry = found ? cursor.Current : default;
        return found;
    }

    /// <summary>Removes every entry of a range.</summary>
    /// <returns>The number of live entries that were removed.</returns>
    public virtual long RemoveRange(in MapKeyRange<TMapKey> range)
    {
        using var cursor = OpenCursor(in range, isDescending: false);
        var removed = 0L;
        for (; cursor.MoveNext(); removed++)
            cursor.RemoveCurrent();
        return removed;
    }

    /// <summary>Reads all entries of a range at once, where that costs nothing: they are adjacent in memory, ascending, and do not expire.</summary>
    /// <param name="range">The range.</param>
    /// <param name="entries">
    /// The entries, each value to be passed to <see cref="MapTable{TMapKey, TValue}.HandOut"/>. They are valid until the map changes or the record ends.
    /// </param>
    /// <returns>true if they were read; false if a cursor is needed.</returns>
    internal virtual bool TryRead(in MapKeyRange<TMapKey> range, out MapEntries<TMapKey, TValue> entries)
    {
        entries = default;
        return false;
    }

    internal sealed override bool TryRead(out MapEntries<TMapKey, TValue> entries) => TryRead(default, out entries);

    /// <summary>Gets or sets a value indicating whether the keys are windows, and the handle is that of a window state.</summary>
    internal bool IsOfWindows { get; set; }

    internal override string KindName => IsOfWindows ? "Window state" : "Sorted map state";
}

/// <summary>A range of map keys. The default value is the range of all keys.</summary>
/// <typeparam name="TMapKey">The type of the keys.</typeparam>
/// <param name="LowerBound">The kind of the lower bound.</param>
/// <param name="Lower">The lower bound; ignored if there is none.</param>
/// <param name="UpperBound">The kind of the upper bound.</param>
/// <param name="Upper">The upper bound; ignored if there is none.</param>
public readonly record struct MapKeyRange<TMapKey>(MapKeyBound LowerBound, TMapKey Lower, MapKeyBound UpperBound, TMapKey Upper)
    where TMapKey : notnull;

/// <summary>Specifies whether a range of map keys has a bound, and whether the bound belongs to the range.</summary>
public enum MapKeyBound
{
    /// <summary>There is no bound.</summary>
    None = 0,

    /// <summary>The bound belongs to the range.</summary>
    Inclusive = 1,

    /// <summary>The bound does not belong to the range.</summary>
    Exclusive = 2,
}
