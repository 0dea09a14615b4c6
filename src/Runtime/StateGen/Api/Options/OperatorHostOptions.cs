using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Backends;
using StateGen.Keys;

namespace StateGen;

/// <summary>The options of an operator host (<see cref="OperatorHost"/>). Immutable.</summary>
public sealed record OperatorHostOptions
{
    /// <summary>Gets the backend that holds the state; <see cref="MemoryBackend"/> by default.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>Gets the reaction to an exception in a callback; <see cref="ErrorPolicy.Fail"/> by default.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>
    /// Gets the logger for failed records and events of the backend; by default, everything is discarded. Exceptions of the logger are ignored.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Gets the services that the operator may ask for when it is opened (<see cref="OperatorOpenContext.Services"/>). They are not disposed. Null for none.
    /// </summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Gets the clock for times to live.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets the number of key groups, from 1 to <see cref="KeyGroups.HighestMaxParallelism"/>; fixed for the life of the state.</summary>
    public int MaxParallelism { get; init; } = KeyGroups.DefaultMaxParallelism;

    /// <summary>Gets the number of hosts that share the keys.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Gets the index of this host among the hosts that share the keys, from 0.</summary>
    public int Subtask { get; init; }

    /// <summary>
    /// Gets the snapshots to restore: one from each host that shared the keys. The number of hosts may have been different. Empty for a fresh start.
    /// </summary>
    public IReadOnlyList<OperatorHostSnapshot> Restore { get; init; } = [];
}
