namespace StateGen.Backends;

/// <summary>A frozen state of one store that is still to be written. Dispose it in any case: that releases what it holds.</summary>
public abstract class StateSnapshot : IDisposable
{
    /// <summary>Initialises the snapshot.</summary>
    /// <param name="listCounter">The store's list counter when it was frozen.</param>
    protected StateSnapshot(long listCounter) => ListCounter = listCounter;

    /// <summary>The store's list counter when it was frozen.</summary>
    public long ListCounter { get; }

    /// <summary>Writes the frozen state. May run on any thread while the store goes on. At most once.</summary>
    /// <param name="files">Where to write.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public abstract Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the snapshot holds.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
