namespace StateGen;

/// <summary>
/// Implements the rule of expiry for generated accessors and for tables: a value has expired if written + time to live ≤ now, where a sum that overflows
/// never expires.
/// </summary>
public static class TimeToLive
{
    /// <summary>Determines whether a value has expired. A value that was never written counts as expired.</summary>
    /// <param name="writtenAt">The last-write timestamp in milliseconds since the Unix epoch; null if the value was never written.</param>
    /// <param name="timeToLive">The time to live in milliseconds, positive.</param>
    /// <param name="now">The current time in milliseconds since the Unix epoch.</param>
    public static bool IsExpired(long? writtenAt, long timeToLive, long now) =>
        writtenAt is not { } written || (written <= long.MaxValue - timeToLive && written + timeToLive <= now);
}

/// <summary>
/// The clock for times to live: processing time in milliseconds since the Unix epoch. It never steps back: it reports neither a time before the clock of the
/// restored checkpoint nor one before a time that it has reported, so that expired state stays expired when the system clock is set back. Thread-safe.
/// </summary>
public sealed class StateClock
{
    private readonly TimeProvider? _time;
    private long _latest;

    /// <summary>Creates a clock.</summary>
    /// <param name="time">The source of the time.</param>
    /// <param name="floor">The lowest time that the clock reports, in milliseconds since the Unix epoch.</param>
    public StateClock(TimeProvider time, long floor = long.MinValue)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _latest = floor;
    }

    private StateClock(long stoppedAt) => _latest = stoppedAt;

    /// <summary>Gets the current time in milliseconds since the Unix epoch.</summary>
    public long Now
    {
        get
        {
            var latest = Volatile.Read(ref _latest);
            if (_time is null)
                return latest;
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            return now > latest ? Advance(latest, now) : latest;
        }
    }

    /// <summary>Creates a clock that stands until it is moved. Reading it costs nothing.</summary>
    internal static StateClock StoppedAt(long now) => new(now);

    /// <summary>Moves the clock to a time, unless it is past it.</summary>
    internal void MoveTo(long now) => Advance(Volatile.Read(ref _latest), now);

    // Several threads may advance the clock. None of them reports a time before one that another has reported.
    private long Advance(long latest, long now)
    {
        while (now > latest)
        {
            var found = Interlocked.CompareExchange(ref _latest, now, latest);
            if (found == latest)
                return now;
            latest = found;
        }

        return latest;
    }
}
