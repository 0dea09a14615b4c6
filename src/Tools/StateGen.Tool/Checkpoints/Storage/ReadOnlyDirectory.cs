using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>Reads the checkpoints in a directory, also while a job holds its lock. Changes nothing: it creates no directory and cleans nothing up.</summary>
internal sealed class ReadOnlyDirectory : ICheckpointStorage, IAddressedStorage
{
    private readonly string _root;

    private ReadOnlyDirectory(string location)
    {
        Location = location;
        _root = Path.GetFullPath(location);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public string Address => Location;

    /// <exception cref="CheckpointStorageException">The directory does not exist.</exception>
    public static ReadOnlyDirectory Open(string directory)
    {
        Require(directory);
        return new(directory);
    }

    /// <summary>Throws an exception if a directory does not exist.</summary>
    public static void Require(string directory)
    {
        if (!Directory.Exists(directory))
            throw new CheckpointStorageException($"The directory '{directory}' does not exist. Name the directory that the job has in CheckpointTo.");
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult<Stream?>(File.OpenRead(Path.Combine(_root, StoragePath.Require(path))));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointStorageException($"Cannot read '{path}' in the checkpoint directory '{Location}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        try
        {
            // The files of another process may vanish while they are enumerated, and a file that cannot be seen is not in the list.
            var paths = Directory.EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
                .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !$"/{path}".Contains("/.", StringComparison.Ordinal));
            return Task.FromResult<IReadOnlyList<string>>([.. paths.Order(StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointStorageException($"Cannot list the checkpoint directory '{Location}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held open.
    }

    private static InvalidOperationException ForReading() => new("The directory was opened for reading.");
}
