using StateGen.Backends;
using StateGen.Keys;

namespace StateGen;

/// <summary>How an <see cref="OperatorHost"/> runs its operator. Immutable.</summary>
public sealed record OperatorHostOptions
{
    /// <summary>Where the state lives; in memory unless set.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>What happens when a callback throws.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>The clock of times to live.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The number of key groups, from 1 to <see cref="KeyGroups.HighestMaxParallelism"/>; fixed for the life of the state.</summary>
    public int MaxParallelism { get; init; } = KeyGroups.DefaultMaxParallelism;

    /// <summary>The number of hosts that share the keys.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Which of them this is, from 0.</summary>
    public int Subtask { get; init; }

    /// <summary>
    /// The snapshots that the state starts from: those of every host that shared the keys, whatever their number was. Empty for a fresh start.
    /// </summary>
    public IReadOnlyList<OperatorHostSnapshot> Restore { get; init; } = [];
}
