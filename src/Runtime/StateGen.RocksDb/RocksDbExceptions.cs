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

/// <summary>The exception that is thrown when no native RocksDB library can be used.</summary>
/// <remarks>The message lists the files that were tried with the reason why each cannot be used, and says what to do.</remarks>
public sealed class RocksDbLibraryNotFoundException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The description of the problem and of what to do.</param>
    public RocksDbLibraryNotFoundException(string message)
        : base(message)
    {
    }
}
