using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

/// <summary>The state of one <see cref="OperatorHost{TKey, TIn, TOut}"/>, frozen and held in memory. Immutable and thread-safe.</summary>
public sealed class OperatorHostSnapshot
{
    internal OperatorHostSnapshot(string backend, int maxParallelism, SchemaChain schemas, long ttlClock, RestoredState state)
    {
        Backend = backend;
        MaxParallelism = maxParallelism;
        Schemas = schemas;
        TtlClock = ttlClock;
        State = state;
    }

    /// <summary>The name of the backend that wrote it.</summary>
    public string Backend { get; }

    /// <summary>The number of key groups.</summary>
    public int MaxParallelism { get; }

    /// <summary>The key groups that it covers.</summary>
    public KeyGroupRange KeyGroups => State.KeyGroups;

    /// <summary>The schemas that its rows were written in.</summary>
    public SchemaChain Schemas { get; }

    internal long TtlClock { get; }

    internal RestoredState State { get; }
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
