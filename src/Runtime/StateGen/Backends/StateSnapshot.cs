using StateGen.Keys;

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

/// <summary>What one subtask wrote into the checkpoint that is being restored.</summary>
/// <param name="KeyGroups">The key groups that it owned.</param>
/// <param name="ListCounter">Its list counter.</param>
/// <param name="Files">Its files.</param>
public sealed record RestoredState(KeyGroupRange KeyGroups, long ListCounter, IStateFiles Files);

/// <summary>The files of one subtask's snapshot, by the names under which the backend wrote them. Their checksums are verified already.</summary>
public interface IStateFiles
{
    /// <summary>The names, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Takes the files of one subtask's snapshot and sees to length, checksum and durability.</summary>
public interface IStateFileWriter
{
    /// <summary>Writes one file.</summary>
    /// <param name="name">A name, unique within the snapshot, that <see cref="IStateFiles"/> gives back on restore.</param>
    /// <param name="write">Writes the content, forward only.</param>
    /// <param name="cancellationToken">Cancels the writing; nothing of the file then remains.</param>
    Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);
}
