namespace StateGen.Checkpoints;

/// <summary>
/// Where checkpoints live: a directory, an object store, memory. Files are immutable and named by paths relative to the storage's
/// root, segments separated by <c>/</c>, none of them starting with a dot. All members may be called concurrently. Every failure of the
/// medium is a <see cref="CheckpointStorageException"/>.
/// </summary>
public interface ICheckpointStorage : IDisposable
{
    /// <summary>What messages call the storage: the directory or the address.</summary>
    string Location { get; }

    /// <summary>Writes a file. It appears, durably and as a whole, when <paramref name="write"/> has completed; after a failure or a
    /// cancellation nothing of it remains.</summary>
    /// <param name="path">The path of the file. An existing file is replaced.</param>
    /// <param name="write">Writes the content to the stream, which it need neither flush nor dispose.</param>
    /// <param name="cancellationToken">Abandons the file.</param>
    /// <returns>A task that completes when the file is durable.</returns>
    Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default);

    /// <summary>Creates a file unless it exists, atomically against other processes: the commit of a checkpoint.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellationToken">Abandons the file, as long as it has not appeared.</param>
    /// <returns>Whether the file was created; false when it existed.</returns>
    Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A stream that the caller disposes; null when there is no such file.</returns>
    Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Lists files in ordinal order of their paths. Files that are still being written are not among them.</summary>
    /// <param name="prefix">What the paths start with; it may end within a segment, and the empty text lists everything.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The paths.</returns>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes a file; a missing one is no error.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A task that completes when the file is gone.</returns>
    Task DeleteAsync(string path, CancellationToken cancellationToken = default);
}
