namespace StateGen.Checkpoints;

/// <summary>
/// Represents a storage for checkpoints, such as a directory, an object store or memory. Files are immutable and named by paths relative to the storage's
/// root. The segments of a path are separated by <c>/</c>; none of them is empty or starts with a dot. All members may be called concurrently. Every failure
/// of the medium throws a <see cref="CheckpointStorageException"/>. <see cref="Contracts.CheckpointStorageContract"/>
/// verifies these rules.
/// </summary>
public interface ICheckpointStorage : IDisposable
{
    /// <summary>Gets the name of the storage in messages: the directory or the address.</summary>
    string Location { get; }

    /// <summary>
    /// Writes a file. The file appears atomically and durably after <paramref name="write"/> has completed; after a failure or a
    /// cancellation no part of it remains.
    /// </summary>
    /// <param name="path">The path of the file. An existing file is replaced.</param>
    /// <param name="write">A function that writes the content to the stream. It need not flush or dispose the stream.</param>
    /// <param name="cancellationToken">Abandons the file.</param>
    /// <returns>A task that completes when the file is durable.</returns>
    Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a file unless it exists, atomically even if other processes try the same, and durably. This is the commit of a checkpoint. If the call throws,
    /// also because it was cancelled, its outcome is unknown: the file may have been created. A caller that must know reads it back.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">The content of the file.</param>
    /// <param name="cancellationToken">Abandons the file if it has not appeared yet.</param>
    /// <returns>true if this call created the file; false if it already existed.</returns>
    Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A stream that the caller disposes; null when there is no such file.</returns>
    Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Lists files in ordinal order of their paths. Files that are still being written are not included.</summary>
    /// <param name="prefix">The prefix of the paths. It may end within a segment; the empty string lists all files.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The paths.</returns>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes a file, durably. A missing file is not an error.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A task that completes when the file has been deleted and does not come back after a power failure.</returns>
    Task DeleteAsync(string path, CancellationToken cancellationToken = default);
}
