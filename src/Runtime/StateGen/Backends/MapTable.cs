namespace StateGen.Backends;

/// <summary>
/// The storage of one map state in a backend. Every operation concerns <see cref="CurrentKey"/>. An implementation brings map keys to normal
/// form and values to what a restore would hand back, through their codecs, before anything is written; honours the time to live; and takes part in the
/// atomicity of records (<see cref="StateStore"/>). Not thread-safe.
/// </summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public abstract class MapTable<TMapKey, TValue>
    where TMapKey : notnull
{
    /// <summary>Initialises the table.</summary>
    /// <param name="descriptor">The state that it stores.</param>
    /// <param name="currentKey">The operator's current key.</param>
    protected MapTable(StateDescriptor descriptor, CurrentKey currentKey)
    {
        Descriptor = descriptor;
        CurrentKey = currentKey;
    }

    /// <summary>The state that is stored here.</summary>
    public StateDescriptor Descriptor { get; }

    /// <summary>The key that operations concern.</summary>
    public CurrentKey CurrentKey { get; }

    /// <summary>Reads a live entry.</summary>
    public abstract bool TryGet(TMapKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);

    /// <summary>Writes an entry, whether it exists or not.</summary>
    public abstract void Put(TMapKey key, TValue value);

    /// <summary>Removes an entry; false when there was no live one.</summary>
    public abstract bool Remove(TMapKey key);

    /// <summary>Removes every entry of the current key.</summary>
    public abstract void Clear();

    /// <summary>Counts the live entries, O(n).</summary>
    public abstract long Count();

    /// <summary>Whether there is no live entry.</summary>
    public abstract bool IsEmpty();

    /// <summary>Walks the live entries; the caller sees to it that nothing else is modified meanwhile.</summary>
    public abstract MapTableCursor<TMapKey, TValue> OpenCursor();
}

/// <summary>A backend's walk over the entries of one map. Modification is checked by the handle above it.</summary>
/// <typeparam name="TMapKey">The type of the map's keys.</typeparam>
/// <typeparam name="TValue">The type of the map's values.</typeparam>
public abstract class MapTableCursor<TMapKey, TValue> : IDisposable
{
    /// <summary>The entry that the cursor stands on; it stays readable after <see cref="RemoveCurrent"/>.</summary>
    public abstract KeyValuePair<TMapKey, TValue> Current { get; }

    /// <summary>Steps to the next live entry.</summary>
    public abstract bool MoveNext();

    /// <summary>Removes the entry that the cursor stands on, as part of the record.</summary>
    public abstract void RemoveCurrent();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the walk holds.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
