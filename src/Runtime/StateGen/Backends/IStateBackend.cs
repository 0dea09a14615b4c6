namespace StateGen.Backends;

/// <summary>Where the state of a job lives. An immutable configuration that opens one store per operator subtask. Thread-safe.</summary>
public interface IStateBackend
{
    /// <summary>The name that checkpoints carry, such as <c>memory</c> or <c>rocksdb</c>.</summary>
    string Name { get; }

    /// <summary>Checks, before any work is done, that the backend can run here: libraries, directories, permissions.</summary>
    /// <exception cref="StateGenException">It cannot; the message says what to do.</exception>
    void Validate();

    /// <summary>Opens the store of one operator subtask. Its tables are then opened, then it is started.</summary>
    /// <param name="options">Which subtask, and how.</param>
    StateStore Open(StateStoreOptions options);
}
