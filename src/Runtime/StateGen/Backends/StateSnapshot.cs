using StateGen.Keys;

namespace StateGen.Backends;

/// <summary>A snapshot of the state of one store, to be written to files. Always dispose it, whether it was written or not.</summary>
public abstract class StateSnapshot : IDisposable
{
    /// <summary>Initializes the snapshot.</summary>
    /// <param name="listCounter">The store's list counter at the time of the snapshot.</param>
    protected StateSnapshot(long listCounter) => ListCounter = listCounter;

    /// <summary>Gets the store's list counter at the time of the snapshot.</summary>
    public long ListCounter { get; }

    /// <summary>
    /// Gets the version of the storage library that writes the files, for example 11.12.0; null if the backend writes them itself. A restore gets it as
    /// <see cref="RestoredState.WriterVersion"/>.
    /// </summary>
    public virtual string? WriterVersion => null;

    /// <summary>Writes the snapshot. Call it at most once. It may run on any thread while the store is in use.</summary>
    /// <param name="files">The writer that receives the files.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public abstract Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken);

    /// <summary>
    /// Tells the store that the snapshot is part of a completed checkpoint, so that later snapshots may build on it. Not called for a checkpoint that failed.
    /// Called once, on the thread of the store, possibly after the snapshot was disposed.
    /// </summary>
    public virtual void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the snapshot.</summary>
    /// <param name="disposing">true if called from <see cref="Dispose()"/>; otherwise, false.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>The state of one subtask in the checkpoint that is being restored.</summary>
/// <param name="KeyGroups">The key groups that the subtask owned.</param>
/// <param name="ListCounter">The list counter of the subtask.</param>
/// <param name="Files">The files of the subtask.</param>
public sealed record RestoredState(KeyGroupRange KeyGroups, long ListCounter, IStateFiles Files)
{
    /// <summary>Gets the version of the storage library that wrote the files; null if the backend has none or the checkpoint does not tell it.</summary>
    public string? WriterVersion { get; init; }
}

/// <summary>Provides the files of one subtask's snapshot, under the names that the backend gave them. Their checksums have been verified.</summary>
public interface IStateFiles
{
    /// <summary>Gets the names of the files, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Writes the files of one subtask's snapshot durably, and records their lengths and checksums.</summary>
public interface IStateFileWriter
{
    /// <summary>Writes one file.</summary>
    /// <param name="name">The name of the file, unique within the snapshot. <see cref="IStateFiles"/> returns it on restore.</param>
    /// <param name="write">A function that writes the content to a forward-only stream.</param>
    /// <param name="cancellationToken">Cancels the writing; no part of the file then remains.</param>
    Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);
}
