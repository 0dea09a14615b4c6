namespace StateGen.Backends;

/// <summary>
/// Enumerates the keys of a subtask that have state in a backend: a row, map entries or list elements. Each key that had state when the cursor was opened is
/// found once, in no particular order. While the cursor is open, only the state of keys that it has found may change, so no other key can get or lose state,
/// except that state may expire. The keys are read in parts: the cursor never holds all of them. Used by the thread of its store.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class KeyCursor<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Gets the current key, in normal form.</summary>
    public abstract TKey Current { get; }

    /// <summary>Gets the stable hash of <see cref="Current"/>.</summary>
    public abstract ulong CurrentHash { get; }

    /// <summary>
    /// Gets a value indicating whether the current key has state that has not expired. <see cref="Current"/> must be the operator's current key.
    /// </summary>
    public abstract bool IsLive { get; }

    /// <summary>Advances to the next key that has state.</summary>
    /// <returns>true if there is one; false at the end.</returns>
    public abstract bool MoveNext();

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
