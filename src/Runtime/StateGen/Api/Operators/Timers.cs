namespace StateGen;

/// <summary>
/// Registers and deletes timers of the current key. There is at most one timer per (key, timestamp, kind): registering it again is a no-op. Changes are part
/// of the record and are undone when the record fails. Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
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
}

/// <summary>Specifies the time that a timer follows.</summary>
public enum TimerKind : byte
{
    /// <summary>Event time: the timer fires when the watermark reaches its time.</summary>
    EventTime = 0,

    /// <summary>Processing time: the time of the machine.</summary>
    ProcessingTime = 1,
}

/// <summary>A timer that has fired.</summary>
/// <param name="Timestamp">The time that the timer was registered for, to the millisecond, in UTC.</param>
/// <param name="Kind">The kind of time that the timer followed.</param>
public readonly record struct FiredTimer(DateTimeOffset Timestamp, TimerKind Kind);
