namespace StateGen.Backends;

/// <summary>What a backend must know of one collection state.</summary>
/// <param name="Name">The stable name of the state, unique within the operator.</param>
/// <param name="TimeToLive">Milliseconds that an entry lives after it was written, positive; null for ever.</param>
public sealed record StateDescriptor(string Name, long? TimeToLive = null);
