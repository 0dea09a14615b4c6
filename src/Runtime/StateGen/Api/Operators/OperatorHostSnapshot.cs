using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

/// <summary>A snapshot of the state of one <see cref="OperatorHost{TKey, TIn, TOut}"/>, held in memory. Immutable and thread-safe.</summary>
public sealed class OperatorHostSnapshot
{
    internal OperatorHostSnapshot(string backend, int maxParallelism, SchemaChain schemas, long ttlClock, ReachedEventTime reached, RestoredState state)
    {
        Backend = backend;
        MaxParallelism = maxParallelism;
        Schemas = schemas;
        TtlClock = ttlClock;
        Reached = reached;
        State = state;
    }

    /// <summary>Gets the name of the backend that wrote the snapshot.</summary>
    public string Backend { get; }

    /// <summary>Gets the number of key groups.</summary>
    public int MaxParallelism { get; }

    /// <summary>Gets the key groups that the snapshot covers.</summary>
    public KeyGroupRange KeyGroups => State.KeyGroups;

    /// <summary>Gets the schemas that the rows of the snapshot were written with.</summary>
    public SchemaChain Schemas { get; }

    /// <summary>Gets the processing time at which the snapshot was taken. A restored host reports no earlier time to states with a time to live.</summary>
    public DateTimeOffset TakenAt => EventTime.ToTimestamp(TtlClock);

    internal long TtlClock { get; }

    /// <summary>Gets the event times that the host had reached.</summary>
    internal ReachedEventTime Reached { get; }

    internal RestoredState State { get; }

    /// <summary>Gets the file of the broadcast state, which is the same in the snapshots of all subtasks; null if the operator has none.</summary>
    internal IStateFiles? Broadcast { get; init; }

    /// <summary>Gets the file of the operator state; null if the operator has none.</summary>
    internal IStateFiles? OperatorState { get; init; }
}

/// <summary>The files of a snapshot that is held in memory.</summary>
internal sealed class MemorySnapshotFiles : IStateFiles, IStateFileWriter
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IReadOnlyList<string> Names => [.. _files.Keys];

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(_files[name], writable: false));

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _files.Add(name, content.ToArray());
    }
}
