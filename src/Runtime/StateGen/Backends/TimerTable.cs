namespace StateGen.Backends;

/// <summary>
/// The timers of one operator subtask: at most one per (key, timestamp, kind). They are read in the order of timestamp, then key group, then encoded
/// key. Registering and deleting are part of the record (<see cref="StateStore"/>). Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class TimerTable<TKey>
    where TKey : notnull
{
    /// <summary>Gets the number of registered timers.</summary>
    public abstract long Count { get; }

    /// <summary>Registers a timer. Registering it again is a no-op.</summary>
    /// <param name="timer">The timer.</param>
    public abstract void Register(in KeyedTimer<TKey> timer);

    /// <summary>Deletes a timer. Deleting a timer that does not exist is a no-op.</summary>
    /// <param name="timer">The timer.</param>
    public abstract void Delete(in KeyedTimer<TKey> timer);

    /// <summary>Determines whether a timer is registered.</summary>
    /// <param name="timer">The timer.</param>
    public abstract bool Contains(in KeyedTimer<TKey> timer);

    /// <summary>Reads the earliest timer of a kind without deleting it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="upTo">The latest timestamp to consider, in milliseconds since the Unix epoch, inclusive.</param>
    /// <param name="timer">The timer.</param>
    /// <returns>true if there is such a timer; otherwise, false.</returns>
    public abstract bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer);

    /// <summary>
    /// Finds the time of the earliest timer of a kind, at which the engine wakes. It may be earlier where timers were deleted, but never later.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The time in milliseconds since the Unix epoch; <see cref="long.MaxValue"/> if there is no timer of the kind.</returns>
    public virtual long EarliestTime(TimerKind kind) => TryPeek(kind, long.MaxValue, out var timer) ? timer.Timestamp : long.MaxValue;
}

/// <summary>A timer with its key.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <param name="Kind">The kind of time that the timer follows.</param>
/// <param name="Timestamp">The time of the timer, in milliseconds since the Unix epoch.</param>
/// <param name="Key">The key in normal form.</param>
/// <param name="Hash">The stable hash of <paramref name="Key"/>.</param>
public readonly record struct KeyedTimer<TKey>(TimerKind Kind, long Timestamp, TKey Key, ulong Hash);
