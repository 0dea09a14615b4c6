namespace StateGen.Backends;

/// <summary>
/// Represents a state backend: an immutable, thread-safe configuration that opens one store for each operator subtask.
/// </summary>
public interface IStateBackend
{
    /// <summary>Gets the name that checkpoints record, such as <c>memory</c> or <c>rocksdb</c>.</summary>
    string Name { get; }

    /// <summary>Checks, before any work is done, that the backend can run here: libraries, directories, permissions.</summary>
    /// <exception cref="StateGenException">The backend cannot run here; the message says what to do.</exception>
    void Validate();

    /// <summary>Opens the store of one operator subtask. The caller then opens the tables and starts the store.</summary>
    /// <param name="options">The options of the store.</param>
    StateStore Open(StateStoreOptions options);
}
