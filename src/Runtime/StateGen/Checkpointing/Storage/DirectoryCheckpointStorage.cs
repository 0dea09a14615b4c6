using System.Collections.Concurrent;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpointing.Storage.Posix;

namespace StateGen.Checkpoints;

/// <summary>
/// Stores checkpoints in a local or mounted directory. <see cref="Open(string)"/> locks it for this process (<see cref="StateDirectoryLock"/>) until the
/// storage is disposed; <see cref="OpenShared"/> lets several processes and machines use it at once. Files are written under hidden names, flushed to the disk
/// and renamed; then the directories that contain them are flushed.
/// </summary>
public sealed class DirectoryCheckpointStorage : ICheckpointStorage, IBulkDeletion
{
    private const int BufferSize = 64 * 1024;
    private const int MostAttempts = 100;
    private static readonly EnumerationOptions Here = new() { MatchType = MatchType.Simple, AttributesToSkip = FileAttributes.None };
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true, MatchType = MatchType.Simple, AttributesToSkip = FileAttributes.None,
    };

    private readonly string _root;
    private readonly Action<string> _flush;
    private readonly StateDirectoryLock? _lock;

    // Folders whose own names are durable, as long as nobody deletes them. Where other processes may delete, none is known.
    private readonly ConcurrentDictionary<string, byte> _durable = new(StringComparer.Ordinal);

    private DirectoryCheckpointStorage(string location, StateDirectoryLock? directoryLock, Action<string> flush)
    {
        Location = location;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(location));
        _lock = directoryLock;
        _flush = flush;
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Locks a directory, which is created if it is missing, and removes partially written files of a killed process.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The storage, which the caller disposes.</returns>
    /// <exception cref="CheckpointStorageException">Another process uses the directory, it is a file, or it cannot be written.</exception>
    public static DirectoryCheckpointStorage Open(string directory) => Open(directory, DirectoryFlush.Flush);

    /// <summary>
    /// Opens a directory that other processes, also on other machines, may use at the same time: one on a distributed file system. It is created if it is
    /// missing. Nothing is locked; the file system must create hard links atomically, as NFS, CephFS, GlusterFS and the local ones do, and that it does create
    /// them is tried. Partially written files are removed when nobody has written to them for an hour, by the clock of the file system, and no process of this
    /// machine has them open. All processes must open the directory this way.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The storage, which the caller disposes.</returns>
    /// <exception cref="CheckpointStorageException">The directory is a file, it cannot be written, or its file system has no hard links.</exception>
    public static DirectoryCheckpointStorage OpenShared(string directory)
    {
        StateDirectoryLock.CreateDirectory(directory);
        var storage = new DirectoryCheckpointStorage(directory, null, DirectoryFlush.Flush);
        storage.Guard("use", ".", () => storage.DeletePartialFiles(SharedDirectory.Probe(storage._root)));
        return storage;
    }

    /// <summary>Opens a directory as <see cref="Open(string)"/> does, with another way to flush folders.</summary>
    internal static DirectoryCheckpointStorage Open(string directory, Action<string> flush)
    {
        var storage = new DirectoryCheckpointStorage(directory, StateDirectoryLock.Acquire(directory), flush);
        try
        {
            storage.Guard("clean up", ".", () => storage.DeletePartialFiles(null));
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
        CreateAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), file => file.TryPublishNew(_lock is null), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FullPath(path);
        return Task.FromResult<Stream?>(Guard("read", path, () => OpenFile(file)));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard<IReadOnlyList<string>>("list", prefix, () => [.. FindFiles(prefix).Order(StringComparer.Ordinal)]));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FullPath(path);
        Guard("delete", path, () => Delete(file));
        return Task.CompletedTask;
    }

    // Each folder is flushed once.
    Task IBulkDeletion.DeleteAllAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var path in paths)
                Guard("delete", path, () => Delete(FullPath(path), changed));
        }
        finally
        {
            // Also after a failure: what was deleted is not looked at again.
            foreach (var folder in changed)
                Guard("flush", ".", () => FlushRemaining(folder));
        }

        return Task.CompletedTask;
    }

    /// <summary>Releases the directory for other processes.</summary>
    public void Dispose() => _lock?.Dispose();

    private static bool IsFailureOfMedium(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static bool IsHidden(string path) => path[0] == '.' || path.Contains("/.", StringComparison.Ordinal);

    private string FullPath(string path) => Path.Combine(_root, StoragePath.Require(path).Replace('/', Path.DirectorySeparatorChar));

    private async Task<bool> CreateAsync(
        string path, Func<Stream, CancellationToken, Task> write, Func<PartialFile, bool> publish, CancellationToken cancellationToken)
    {
        var target = FullPath(path);
        cancellationToken.ThrowIfCancellationRequested();
        var isPublished = false;
        try
        {
            var file = PartialFile.Create(target);
            await using (file.ConfigureAwait(false))
            {
                await write(file.Stream, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                isPublished = publish(file);
                FlushFolders(target);
                return isPublished;
            }
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure("write", path, exception);
        }
        finally
        {
            if (!isPublished)
                Guard("clean up", path, () => DeleteEmptyFolders(Path.GetDirectoryName(target)!));
        }
    }

    // Readers share the file with everybody, so that it can be deleted and replaced meanwhile on Windows, too.
    private static FileStream? OpenFile(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(file))
        {
            // A folder is no file.
            return null;
        }
    }

    private IEnumerable<string> FindFiles(string prefix) =>
        Directory.EnumerateFileSystemEntries(_root, prefix.Split('/')[0] + "*", Here)
            .SelectMany(FilesBehind)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !IsHidden(path));

    private static string[] FilesBehind(string entry)
    {
        try
        {
            return Directory.Exists(entry) ? Directory.GetFiles(entry, "*", Everywhere) : File.Exists(entry) ? [entry] : [];
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted meanwhile, with all of its files.
            return [];
        }
    }

    // The folders between a file and the root may be new, so their names are flushed too.
    private void FlushFolders(string file)
    {
        var flushed = new List<string>();
        for (var folder = file; folder != _root && !_durable.ContainsKey(folder);)
        {
            folder = Path.GetDirectoryName(folder)!;
            TryFlush(folder);
            flushed.Add(folder);
        }

        if (_lock is not null)
            flushed.ForEach(folder => _durable.TryAdd(folder, default));
    }

    /// <summary>Flushes a folder.</summary>
    /// <returns>true if it was flushed; false if another process has deleted it meanwhile, with the file in it, which its parent tells.</returns>
    private bool TryFlush(string folder)
    {
        try
        {
            _flush(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is left that could come back.
            return false;
        }
    }

    // Flushed, so that a file that is deleted later is never the one that is still there after a power failure.
    private void Delete(string file)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        Delete(file, changed);
        foreach (var folder in changed)
            FlushRemaining(folder);
    }

    /// <summary>Deletes a file and the folders that are empty then.</summary>
    /// <param name="file">The file.</param>
    /// <param name="changed">Receives the folder that is to be flushed.</param>
    private void Delete(string file, HashSet<string> changed)
    {
        var existed = TryDelete(file);
        var folder = DeleteEmptyFolders(Path.GetDirectoryName(file)!);
        if (existed)
            changed.Add(folder);
    }

    private void FlushRemaining(string folder)
    {
        while (!TryFlush(folder) && folder != _root)
            folder = Path.GetDirectoryName(folder)!;
    }

    private static bool TryDelete(string file)
    {
        try
        {
            var existed = File.Exists(file);
            if (existed)
                File.Delete(file);
            return existed;
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has just deleted the file and its folder.
            return false;
        }
    }

    /// <summary>Deletes a folder and those above it as far as they are empty, but never the root.</summary>
    /// <returns>The first folder that is kept.</returns>
    private string DeleteEmptyFolders(string folder)
    {
        while (folder != _root && (!Directory.Exists(folder) || TryDeleteEmpty(folder)))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private bool TryDeleteEmpty(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (Directory.EnumerateFileSystemEntries(folder).Any())
                    return false;
                // Before: whoever creates it again in the next moment must flush its name.
                _durable.TryRemove(folder, out _);
                Directory.Delete(folder);
                return true;
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody has just deleted the folder, too.
                return true;
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // Somebody has just created a file in the folder, and may have deleted it again.
            }
        }
    }

    private void DeletePartialFiles(DateTime? now)
    {
        foreach (var file in AbandonedFiles.Delete(_root, now))
            DeleteEmptyFolders(Path.GetDirectoryName(file)!);
    }

    private void Guard(string action, string path, Action body) => Guard<object?>(action, path, () =>
    {
        body();
        return null;
    });

    private T Guard<T>(string action, string path, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (Exception exception) when (IsFailureOfMedium(exception))
        {
            throw Failure(action, path, exception);
        }
    }

    private CheckpointStorageException Failure(string action, string path, Exception cause) =>
        new($"Cannot {action} '{path}' in the checkpoint directory '{Location}': {cause.Message}", cause);
}
