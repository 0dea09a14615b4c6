namespace StateGen.RocksDb;

/// <summary>RocksDB refused or failed an operation on one of its databases.</summary>
/// <remarks>
/// The working database is scratch: what a job must not lose is in its checkpoints. After this exception the job is
/// restored from the latest one, once the cause that the message names (disk full, damaged file, directory in use) is gone.
/// </remarks>
public sealed class RocksDbException : StateGenException
{
    /// <summary>Creates the exception for a failed operation.</summary>
    /// <param name="operation">What was attempted, such as "open" or "write".</param>
    /// <param name="path">The directory of the database.</param>
    /// <param name="reason">RocksDB's own description of the failure.</param>
    public RocksDbException(string operation, string path, string reason)
        : base($"RocksDB failed to {operation} the database at '{path}': {reason}")
    {
        Operation = operation;
        Path = path;
        Reason = reason;
    }

    /// <summary>What was attempted, such as "open" or "write".</summary>
    public string Operation { get; }

    /// <summary>The directory of the database.</summary>
    public string Path { get; }

    /// <summary>RocksDB's own description of the failure.</summary>
    public string Reason { get; }
}

/// <summary>The native RocksDB library is missing, cannot be loaded, or is too old.</summary>
/// <remarks>The message says what was tried and what to install.</remarks>
public sealed class RocksDbLibraryNotFoundException : StateGenException
{
    private const string Advice =
        "Install RocksDB 7.8 or later: 'apt-get install librocksdb7.8' (Debian 12; 'librocksdb8.9' on Ubuntu 24.04, " +
        "'librocksdb9.10' on Debian 13), 'brew install rocksdb' (macOS), or put the library beside the application. " +
        "The environment variable " + RocksDbLibrary.PathVariable + " names a library file explicitly.";

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What was found wrong, as one sentence.</param>
    public RocksDbLibraryNotFoundException(string problem)
        : base($"{problem} {Advice}")
    {
    }
}
