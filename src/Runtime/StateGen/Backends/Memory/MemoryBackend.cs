using StateGen.Backends;
using StateGen.Backends.Memory;

namespace StateGen;

/// <summary>
/// Keeps state in the memory of the process, as typed objects that are not serialized. This is the fastest backend. It has no settings and no resources of
/// its own. Thread-safe.
/// </summary>
public sealed class MemoryBackend : IStateBackend
{
    private const string FusedLoopSwitch = "StateGen.Memory.FusedLoop";

    private readonly bool _isFused;

    private MemoryBackend(bool isFused) => _isFused = isFused;

    /// <summary>Gets the only instance.</summary>
    public static MemoryBackend Default { get; } = new(!AppContext.TryGetSwitch(FusedLoopSwitch, out var isFused) || isFused);

    /// <summary>Gets an instance that loads and stores each row in calls of their own, for tests.</summary>
    internal static MemoryBackend Unfused { get; } = new(isFused: false);

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Does nothing: the memory backend can run anywhere.</summary>
    public void Validate()
    {
    }

    /// <inheritdoc/>
    public StateStore Open(StateStoreOptions options) => new MemoryStore(options, _isFused);
}
