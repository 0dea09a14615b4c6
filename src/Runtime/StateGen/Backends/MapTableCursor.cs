namespace StateGen.Backends;

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
