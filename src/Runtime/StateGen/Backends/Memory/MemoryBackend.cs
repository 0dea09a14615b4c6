using StateGen.Backends;
using StateGen.Backends.Memory;

namespace StateGen;

/// <summary>
/// Keeps state in the memory of the process: typed, unserialised, the fastest there is. It has no settings and no resources of its own. Thread-safe.
/// </summary>
public sealed class MemoryBackend : IStateBackend
{
    private MemoryBackend()
    {
    }

    /// <summary>The one instance.</summary>
    public static MemoryBackend Default { get; } = new();

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Always succeeds: memory is everywhere.</summary>
    public void Validate()
    {
    }

    /// <inheritdoc/>
    public StateStore Open(StateStoreOptions options) => new MemoryStore(options);
}
