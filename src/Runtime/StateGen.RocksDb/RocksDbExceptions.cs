namespace StateGen.RocksDb;

/// <summary>The exception that is thrown when an operation on a RocksDB database fails.</summary>
/// <remarks>
/// The working database holds only temporary data, and checkpoints hold the durable state. Remove the cause that the message names, such as
/// a full disk, a damaged file or a directory in use, and run the job again. It resumes from its latest checkpoint.
/// </remarks>
public sealed class RocksDbException : StateGenException
{
    /// <summary>Creates the exception for a failed operation.</summary>
    /// <param name="operation">The operation, such as "open" or "write to".</param>
    /// <param name="path">The directory of the database.</param>
    /// <param name="reason">The description of the failure by RocksDB.</param>
    public RocksDbException(string operation, string path, string reason)
        : base($"RocksDB failed to {operation} the database at '{path}': {reason}")
    {
        Operation = operation;
        Path = path;
        Reason = reason;
    }

    /// <summary>Gets the operation, such as "open" or "write to".</summary>
    public string Operation { get; }

    /// <summary>Gets the directory of the database.</summary>
    public string Path { get; }

    /// <summary>Gets the description of the failure by RocksDB.</summary>
    public string Reason { get; }
}

/// <summary>The exception that is thrown when the native RocksDB library is missing, cannot be loaded, or is too old.</summary>
/// <remarks>The message says what to install.</remarks>
public sealed class RocksDbLibraryNotFoundException : StateGenException
{
    private const string Advice =
        "Install RocksDB 7.8 or later: 'apt-get install librocksdb7.8' (Debian 12; 'librocksdb8.9' on Ubuntu 24.04, " +
        "'librocksdb9.10' on Debian 13), 'brew install rocksdb' (macOS), or copy the library to the folder of the application. " +
        "To use a specific library file, set the environment variable " + RocksDbLibrary.PathVariable + " to its path.";

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">The description of the problem, as one sentence.</param>
    public RocksDbLibraryNotFoundException(string problem)
        : base($"{problem} {Advice}")
    {
    }
}
