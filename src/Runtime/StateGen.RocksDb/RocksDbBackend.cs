using StateGen.Backends;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb;

/// <summary>
/// Keeps state on local disk in RocksDB, with a cache of decoded rows, for state that is larger than memory. The directory holds only temporary data: it is
/// filled from the checkpoint when a job starts and emptied when the job ends. Only checkpoints are durable. Immutable and thread-safe.
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

    /// <summary>Gets the working directory, as an absolute path.</summary>
    public string Directory { get; }

    /// <summary>Gets the options, which limit the use of memory.</summary>
    public RocksDbOptions Options { get; }

    /// <summary>Creates a backend that keeps state in a directory, which is created if it is missing.</summary>
    /// <param name="directory">The working directory, on a local disk. Each operator subtask uses its own folder in it.</param>
    /// <param name="options">The options, which limit the use of memory; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
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
