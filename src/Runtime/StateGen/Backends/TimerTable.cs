namespace StateGen.Backends;

/// <summary>
/// The timers of one operator subtask: at most one per (key, timestamp, kind), taken in the order of timestamps, those of one
/// timestamp by key group and then by encoded key. Registering, deleting and taking are part of the record (<see cref="StateStore"/>). Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class TimerTable<TKey>
    where TKey : notnull
{
    /// <summary>The number of registered timers.</summary>
    public abstract long Count { get; }

    /// <summary>Registers a timer; a second registration of the same one is no-op.</summary>
    /// <param name="timer">The timer.</param>
    public abstract void Register(in KeyedTimer<TKey> timer);

    /// <summary>Deletes a timer; deleting one that does not exist is no-op.</summary>
    /// <param name="timer">The timer.</param>
    public abstract void Delete(in KeyedTimer<TKey> timer);

    /// <summary>Whether a timer is registered.</summary>
    /// <param name="timer">The timer.</param>
    public abstract bool Contains(in KeyedTimer<TKey> timer);

    /// <summary>Reads the earliest timer of a kind without taking it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="upTo">The latest timestamp that is wanted, in milliseconds since the Unix epoch, inclusive.</param>
    /// <param name="timer">The timer.</param>
    public abstract bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer);
}

/// <summary>A timer with the key that it belongs to.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <param name="Kind">Event time or processing time.</param>
/// <param name="Timestamp">Milliseconds since the Unix epoch.</param>
/// <param name="Key">The key in normal form.</param>
/// <param name="Hash">The stable hash of <paramref name="Key"/>.</param>
public readonly record struct KeyedTimer<TKey>(TimerKind Kind, long Timestamp, TKey Key, ulong Hash);
