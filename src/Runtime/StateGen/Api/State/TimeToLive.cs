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
/// The clock for times to live: processing time in milliseconds since the Unix epoch. It never reports a time before the clock of the restored
/// checkpoint, so that expired state stays expired when the system clock is set back.
/// </summary>
public sealed class StateClock
{
    private readonly TimeProvider _time;
    private readonly long _floor;

    /// <summary>Creates a clock.</summary>
    /// <param name="time">The source of the time.</param>
    /// <param name="floor">The lowest time that the clock reports, in milliseconds since the Unix epoch.</param>
    public StateClock(TimeProvider time, long floor = long.MinValue)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _floor = floor;
    }

    /// <summary>Gets the current time in milliseconds since the Unix epoch.</summary>
    public long Now => Math.Max(_floor, _time.GetUtcNow().ToUnixTimeMilliseconds());
}
