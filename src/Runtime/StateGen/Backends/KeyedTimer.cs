namespace StateGen.Backends;

/// <summary>A timer with the key that it belongs to.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <param name="Kind">Event time or processing time.</param>
/// <param name="Timestamp">Milliseconds since the Unix epoch.</param>
/// <param name="Key">The key in normal form.</param>
/// <param name="Hash">The stable hash of <paramref name="Key"/>.</param>
public readonly record struct KeyedTimer<TKey>(TimerKind Kind, long Timestamp, TKey Key, ulong Hash);
