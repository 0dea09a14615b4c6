namespace StateGen;

/// <summary>
/// Registers, deletes and finds timers of the current key. There is at most one timer per (key, timestamp, kind): registering it again is a no-op. Changes are
/// part of the record and are undone when the record fails. Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
public abstract class TimerService
{
    private protected TimerService()
    {
    }

    /// <summary>
    /// Registers a timer that fires when the watermark reaches a time. If the watermark has already reached it, the timer fires at the next advance of the
    /// watermark, or within the current advance if it is registered from <c>OnTimer</c>.
    /// </summary>
    /// <param name="timestamp">The time; rounded up to the millisecond.</param>
    public abstract void RegisterEventTime(DateTimeOffset timestamp);

    /// <summary>Deletes an event-time timer if it exists.</summary>
    /// <param name="timestamp">The time that the timer was registered for; rounded up to the millisecond.</param>
    public abstract void DeleteEventTime(DateTimeOffset timestamp);

    /// <summary>Determines whether an event-time timer is registered for a time. It is not registered any more when it fires.</summary>
    /// <param name="timestamp">The time; rounded up to the millisecond.</param>
    /// <returns>true if the timer is registered; otherwise, false.</returns>
    public abstract bool ContainsEventTime(DateTimeOffset timestamp);

    /// <summary>
    /// Registers a timer that fires when the processing time (<see cref="OperatorContext{TOut}.ProcessingTime"/>) reaches a time, whether events arrive or not.
    /// If it has passed already, as it may have after a restart, the timer fires soon. Timers that are left at the end of the input do not fire: they are kept
    /// in the final checkpoint.
    /// </summary>
    /// <param name="timestamp">The time; rounded up to the millisecond.</param>
    public abstract void RegisterProcessingTime(DateTimeOffset timestamp);

    /// <summary>Deletes a processing-time timer if it exists.</summary>
    /// <param name="timestamp">The time that the timer was registered for; rounded up to the millisecond.</param>
    public abstract void DeleteProcessingTime(DateTimeOffset timestamp);

    /// <summary>Determines whether a processing-time timer is registered for a time. It is not registered any more when it fires.</summary>
    /// <param name="timestamp">The time; rounded up to the millisecond.</param>
    /// <returns>true if the timer is registered; otherwise, false.</returns>
    public abstract bool ContainsProcessingTime(DateTimeOffset timestamp);

    /// <summary>Registers an event-time timer that continues the one that fires, so that it fires even at the end of input.</summary>
    internal abstract void Postpone(DateTimeOffset timestamp);
}

/// <summary>Specifies the time that a timer follows.</summary>
public enum TimerKind : byte
{
    /// <summary>Event time: the timer fires when the watermark reaches its time.</summary>
    EventTime = 0,

    /// <summary>Processing time: the timer fires when the clock of the machine, which never steps back, reaches its time.</summary>
    ProcessingTime = 1,
}

/// <summary>A timer that has fired.</summary>
/// <param name="Timestamp">The time that the timer was registered for, to the millisecond, in UTC.</param>
/// <param name="Kind">The kind of time that the timer followed.</param>
public readonly record struct FiredTimer(DateTimeOffset Timestamp, TimerKind Kind);
