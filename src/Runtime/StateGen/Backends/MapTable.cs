namespace StateGen.Backends;

/// <summary>
/// The storage of one map state in a backend. Every operation applies to <see cref="CurrentKey"/>. Before it writes, an implementation uses the codecs to
/// convert map keys to normal form and values to the form that a restore would return. It respects the time to live and takes part in the
/// atomicity of records (<see cref="StateStore"/>). Not thread-safe.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public abstract class MapTable<TMapKey, TValue>
    where TMapKey : notnull
{
    /// <summary>Initializes the table.</summary>
    /// <param name="descriptor">The state that the table stores.</param>
    /// <param name="currentKey">The operator's current key.</param>
    protected MapTable(StateDescriptor descriptor, CurrentKey currentKey)
    {
        Descriptor = descriptor;
        CurrentKey = currentKey;
    }

    /// <summary>Gets the state that the table stores.</summary>
    public StateDescriptor Descriptor { get; }

    /// <summary>Gets the key that operations apply to.</summary>
    public CurrentKey CurrentKey { get; }

    /// <summary>Reads the value of a live entry.</summary>
    /// <returns>true if there is a live entry; otherwise, false.</returns>
    public abstract bool TryGet(TMapKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds an entry or replaces its value.</summary>
    public abstract void Put(TMapKey key, TValue value);

    /// <summary>Removes an entry.</summary>
    /// <returns>true if there was a live entry; otherwise, false.</returns>
    public abstract bool Remove(TMapKey key);

    /// <summary>Removes every entry of the current key.</summary>
    public abstract void Clear();

    /// <summary>Counts the live entries, O(n).</summary>
    public abstract long Count();

    /// <summary>Determines whether the map has no live entry.</summary>
    public abstract bool IsEmpty();

    /// <summary>
    /// Opens a cursor over the live entries. During the enumeration the caller must not modify the map except through the cursor.
    /// </summary>
    public abstract MapTableCursor<TMapKey, TValue> OpenCursor();

    /// <summary>Reads all entries at once, where that costs nothing: they are adjacent in memory and do not expire.</summary>
    /// <param name="entries">
    /// The entries, each value to be passed to <see cref="HandOut"/>. They are valid until the map changes or the record ends.
    /// </param>
    /// <returns>true if they were read; false if a cursor is needed.</returns>
    internal virtual bool TryRead(out MapEntries<TMapKey, TValue> entries)
    {
        entries = default;
        return false;
    }

    /// <summary>Converts a stored value to what user code receives.</summary>
    internal virtual TValue HandOut(TValue value) => value;

    /// <summary>Gets the kind of the state, which begins a message.</summary>
    internal virtual string KindName => "Map state";

    /// <summary>Gets or sets the number of modifications through the handle, by which enumerations notice them.</summary>
    internal long Version { get; set; }

    /// <summary>Throws if the map was modified, or the record has ended, since an enumeration began.</summary>
    internal void RequireUnchanged(long epoch, long version)
    {
        if (epoch != CurrentKey.Epoch)
            throw new InvalidOperationException(
                $"An enumeration of {KindName.ToLowerInvariant()} '{Descriptor.Name}' outlived its record. "
                + "Enumerate within OnEvent or OnTimer, or copy the entries.");
        if (version != Version)
            throw new InvalidOperationException(
                $"{KindName} '{Descriptor.Name}' was modified while it was enumerated. Copy the entries first, or remove through MapCursor.RemoveCurrent.");
    }

    internal KeyNotFoundException MissingKey(TMapKey key) =>
        new($"{KindName} '{Descriptor.Name}' of operator '{CurrentKey.OperatorId}' has no entry for '{key}'. Use TryGetValue when it may be absent.");
}

/// <summary>Entries of a map that are adjacent in an array.</summary>
/// <param name="Items">The array.</param>
/// <param name="Start">The index of the first entry.</param>
/// <param name="Count">The number of entries.</param>
internal readonly record struct MapEntries<TMapKey, TValue>(MapEntry<TMapKey, TValue>[] Items, int Start, int Count);

/// <summary>An entry of a map state.</summary>
internal struct MapEntry<TMapKey, TValue>
{
    public TMapKey Key;
    public TValue Value;
}

/// <summary>A backend's cursor over the entries of one map. The state handle that uses it checks for modifications.</summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public abstract class MapTableCursor<TMapKey, TValue> : IDisposable
{
    /// <summary>Gets the current entry. It stays readable after <see cref="RemoveCurrent"/>.</summary>
    public abstract KeyValuePair<TMapKey, TValue> Current { get; }

    /// <summary>Advances to the next live entry.</summary>
    /// <returns>true if there is a next entry; otherwise, false.</returns>
    public abstract bool MoveNext();

    /// <summary>Removes the current entry, as part of the record.</summary>
    public abstract void RemoveCurrent();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the cursor.</summary>
    /// <param name="disposing">true if called from <see cref="Dispose()"/>; otherwise, false.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
