using StateGen.Backends;
using StateGen.Backends.Memory;

namespace StateGen;

/// <summary>
/// Keeps state in the memory of the process, as typed objects that are not serialized. This is the fastest backend. It has no settings and no resources of
/// its own. Thread-safe.
/// </summary>
public sealed class MemoryBackend : IStateBackend
{
    private readonly MemoryFastPaths _fastPaths;

    private MemoryBackend(MemoryFastPaths fastPaths) => _fastPaths = fastPaths;

    /// <summary>Gets the only instance.</summary>
    public static MemoryBackend Default { get; } = new(MemoryFastPaths.FromSwitches());

    /// <summary>Gets an instance without any fast path, for tests.</summary>
    internal static MemoryBackend WithoutFastPaths { get; } = new(MemoryFastPaths.None);

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Does nothing: the memory backend can run anywhere.</summary>
    public void Validate()
    {
    }

    /// <inheritdoc/>
    public StateStore Open(StateStoreOptions options) => new MemoryStore(options, _fastPaths);
}

/// <summary>
/// The fast paths of the memory backend. The AppContext switch <c>StateGen.Memory.NAME</c> turns one off, to find out whether it has caused a problem. Results
/// do not depend on them.
/// </summary>
internal sealed record MemoryFastPaths
{
    /// <summary>Gets the instance without any.</summary>
    public static MemoryFastPaths None { get; } =
        new() { FusedLoop = false, Prefetch = false, BackgroundSnapshots = false, AlignedSlots = false };

    /// <summary>Gets a value indicating whether the table of rows processes records in a loop of its own, without a call for each row.</summary>
    public bool FusedLoop { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the memory that the next records and timers need is prefetched. Otherwise, each change of a timer is applied at once.
    /// </summary>
    public bool Prefetch { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether snapshots are written while the state is used. Otherwise, each is encoded in memory when it begins, so that nothing has
    /// to be kept for it.
    /// </summary>
    public bool BackgroundSnapshots { get; init; } = true;

    /// <summary>Gets a value indicating whether slots are aligned to cache lines, in pinned arrays.</summary>
    public bool AlignedSlots { get; init; } = true;

    /// <summary>Gets a value indicating whether the system is asked for huge pages for aligned slots. Off unless its switch is on.</summary>
    public bool HugePages { get; init; }

    public static MemoryFastPaths FromSwitches() => new()
    {
        FusedLoop = IsOn(nameof(FusedLoop)),
        Prefetch = IsOn(nameof(Prefetch)),
        BackgroundSnapshots = IsOn(nameof(BackgroundSnapshots)),
        AlignedSlots = IsOn(nameof(AlignedSlots)),
        HugePages = IsOn(nameof(HugePages), isOnByDefault: false),
    };

    private static bool IsOn(string name, bool isOnByDefault = true) =>
        AppContext.TryGetSwitch($"StateGen.Memory.{name}", out var isOn) ? isOn : isOnByDefault;
}
