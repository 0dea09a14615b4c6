using StateGen.Backends;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb;

/// <summary>
/// Keeps state on local disk in RocksDB, with decoded rows cached: for state that is larger than memory. The directory is scratch: it is
/// filled from the checkpoint when a job starts and emptied when it ends; what lasts is the checkpoint. Immutable, thread-safe.
/// </summary>
public sealed class RocksDbBackend : IStateBackend
{
    private readonly DatabaseTuning _tuning;

    private RocksDbBackend(string directory, RocksDbOptions options)
    {
        Directory = directory;
        Options = options;
        _tuning = new(options);
    }

    /// <inheritdoc/>
    public string Name => "rocksdb";

    /// <summary>The working directory, as an absolute path.</summary>
    public string Directory { get; }

    /// <summary>How much memory may be used.</summary>
    public RocksDbOptions Options { get; }

    /// <summary>Keeps state under a directory, which is created where it is missing.</summary>
    /// <param name="directory">The working directory, on a local disk. Each operator subtask uses a folder of its own in it.</param>
    /// <param name="options">How much memory may be used; null for the defaults.</param>
    /// <exception cref="ArgumentException">The directory is empty.</exception>
    public static RocksDbBackend At(string directory, RocksDbOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new();
        return new(Path.GetFullPath(directory), options);
    }

    /// <inheritdoc/>
    /// <exception cref="RocksDbLibraryNotFoundException">The native library is missing or too old.</exception>
    public void Validate()
    {
        RocksDbLibrary.EnsureLoaded();
        StoreDirectory.RequireWritable(Directory);
    }

    /// <inheritdoc/>
    /// <exception cref="StateGenException">Another process uses the directory, or it cannot be written.</exception>
    public StateStore Open(StateStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RocksDbLibrary.EnsureLoaded();
        return new RocksDbStateStore(options, StoreDirectory.Open(Directory, options), _tuning);
    }
}
