using StateGen.Checkpointing.Storage;
using StateGen.Checkpointing.Storage.Posix;

namespace StateGen.Checkpoints;

/// <summary>
/// Stores checkpoints in a local or mounted directory, which it locks for this process (<see cref="StateDirectoryLock"/>) until it
/// is disposed. Files are written under hidden names, flushed to the disk and renamed; then the directories that contain them are flushed.
/// </summary>
public sealed class DirectoryCheckpointStorage : ICheckpointStorage
{
    private readonly string _root;
    private readonly StateDirectoryLock _lock;

    private DirectoryCheckpointStorage(string location, StateDirectoryLock directoryLock)
    {
        Location = location;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(location));
        _lock = directoryLock;
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Locks a directory, which is created if it is missing, and removes partially written files of a killed process.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The storage, which the caller disposes.</returns>
    /// <exception cref="CheckpointStorageException">Another process uses the directory, it is a file, or it cannot be written.</exception>
    public static DirectoryCheckpointStorage Open(string directory)
    {
        var storage = new DirectoryCheckpointStorage(directory, StateDirectoryLock.Acquire(directory));
        try
        {
            storage.DeletePartialFiles();
            return storage;
        }
        catch
        {
            // Without this the directory would stay locked, because the caller gets no storage to dispose.
            storage.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return CreateAsync(path, write, static file => file.Publish(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        CreateAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), static file => file.TryPublishNew(), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(File.OpenRead(FullPath(path)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("read", path, exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var paths = Directory.EnumerateFileSystemEntries(_root, FirstSegment(prefix) + "*")
                .SelectMany(FilesBehind)
                .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !IsHidden(path));
            return Task.FromResult<IReadOnlyList<string>>([.. paths.Order(StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("list", prefix, exception);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FullPath(path);
        try
        {
            if (File.Exists(file))
                File.Delete(file);
            DeleteEmptyFolders(Path.GetDirectoryName(file)!);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("delete", path, exception);
        }
    }

    /// <summary>Releases the directory for other processes.</summary>
    public void Dispose() => _lock.Dispose();

    private static bool IsFailureOfMedium(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static string FirstSegment(string prefix) => prefix.Split('/')[0];

    private static bool IsHidden(string path) => path[0] == '.' || path.Contains("/.", StringComparison.Ordinal);

    private static IEnumerable<string> FilesBehind(string entry) =>
        Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry];

    private string FullPath(string path) => Path.Combine(_root, StoragePath.Require(path).Replace('/', Path.DirectorySeparatorChar));

    private async Task<bool> CreateAsync(
        string path, Func<Stream, CancellationToken, Task> write, Func<PartialFile, bool> publish, CancellationToken cancellationToken)
    {
        var target = FullPath(path);
        try
        {
            var file = PartialFile.Create(target);
            await using (file.ConfigureAwait(false))
            {
                await write(file.Stream, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                var isPublished = publish(file);
                FlushFolders(target);
                return isPublished;
            }
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("write", path, exception);
        }
    }

    // The folders between a file and the root may be new, so their names are flushed too.
    private void FlushFolders(string file)
    {
        for (var folder = file; folder != _root;)
        {
            folder = Path.GetDirectoryName(folder)!;
            DirectoryFlush.Flush(folder);
        }
    }

    private void DeleteEmptyFolders(string folder)
    {
        for (; folder != _root; folder = Path.GetDirectoryName(folder)!)
        {
            if (!Directory.Exists(folder))
                continue;
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private void DeletePartialFiles()
    {
        try
        {
            var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (var file in Directory.GetFiles(_root, PartialFile.Pattern, everywhere))
                DeletePartialFile(file);
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("clean up", PartialFile.Pattern, exception);
        }
    }

    private void DeletePartialFile(string file)
    {
        File.Delete(file);
        DeleteEmptyFolders(Path.GetDirectoryName(file)!);
    }

    private CheckpointStorageException Failure(string action, string path, Exception cause) =>
        new($"Cannot {action} '{path}' in the checkpoint directory '{Location}': {cause.Message}", cause);
}
