using StateGen.Backends;
using StateGen.Checkpoints;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// The folder of one operator subtask in the backend's directory, locked for exclusive use. Data of an earlier process in it is temporary and is deleted.
/// </summary>
internal sealed class StoreDirectory : IDisposable
{
    private static int s_created;

    private readonly StateDirectoryLock _lock;

    private StoreDirectory(string path, StateDirectoryLock directoryLock)
    {
        Path = path;
        _lock = directoryLock;
    }

    public string Path { get; }

    public static StoreDirectory Open(string root, StateStoreOptions options)
    {
        var path = System.IO.Path.Combine(root, $"{Uri.EscapeDataString(options.OperatorId)}-{options.Subtask}");
        var directory = new StoreDirectory(path, StateDirectoryLock.Acquire(path));
        try
        {
            foreach (var leftover in Directory.EnumerateDirectories(path))
                Directory.Delete(leftover, recursive: true);
            return directory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            directory.Dispose();
            throw Unusable(path, exception);
        }
    }

    /// <summary>Checks that state can be stored in the directory <paramref name="root"/>.</summary>
    /// <exception cref="StateGenException">The path is a file, or the directory cannot be created or written to.</exception>
    public static void RequireWritable(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            var probe = System.IO.Path.Combine(root, $".probe-{Environment.ProcessId}");
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(root, exception);
        }
    }

    /// <summary>
    /// Creates a path in the folder that this process uses only once. RocksDB locks paths per process, and a handle that user code did not dispose
    /// may keep an earlier database open until it is finalized.
    /// </summary>
    public string NewPath(string purpose) => System.IO.Path.Combine(Path, $"{purpose}-{Interlocked.Increment(ref s_created)}");

    public void Dispose() => _lock.Dispose();

    private static StateGenException Unusable(string path, Exception cause) =>
        new($"The directory '{path}' cannot hold RocksDB state: {cause.Message.TrimEnd('.')}. Name a directory that this user may create and write to.", cause);
}
