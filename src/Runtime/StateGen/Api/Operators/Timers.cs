namespace StateGen;

/// <summary>
/// Registers and deletes timers of the current key. There is at most one timer per (key, timestamp, kind): registering it again is no-op. Part of the
/// record: undone when the record fails. Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
public abstract class TimerService
{
    private protected TimerService()
    {
    }

    /// <summary>
    /// Registers a timer that fires once the watermark has reached a time, also when it has done so already: then as soon as it advances next,
    /// or within the same advance when called from <c>OnTimer</c>.
    /// </summary>
    /// <param name="timestamp">The time; rounded up to the millisecond.</param>
    public abstract void RegisterEventTime(DateTimeOffset timestamp);

    /// <summary>Deletes an event-time timer, if there is one.</summary>
    /// <param name="timestamp">The time that it was registered for; rounded up to the millisecond.</param>
    public abstract void DeleteEventTime(DateTimeOffset timestamp);
}

/// <summary>Which time a timer follows.</summary>
public enum TimerKind : byte
{
    /// <summary>The time in the events: it fires when the watermark reaches it.</summary>
    EventTime = 0,

    /// <summary>The time of the machine.</summary>
    ProcessingTime = 1,
}

/// <summary>A timer that has fired.</summary>
/// <param name="Timestamp">The time that it was registered for, to the millisecond, in UTC.</param>
/// <param name="Kind">Which time it followed.</param>
public readonly record struct FiredTimer(DateTimeOffset Timestamp, TimerKind Kind);
