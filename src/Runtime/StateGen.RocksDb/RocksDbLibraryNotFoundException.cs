namespace StateGen.RocksDb;

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
