namespace StateGen;

/// <summary>The one rule of expiry, for generated accessors and for tables: expired ⇔ written + time to live ≤ now, the sum clamped.</summary>
public static class TimeToLive
{
    /// <summary>Whether a value has expired. One that was never written counts as expired.</summary>
    /// <param name="writtenAt">When it was written, in milliseconds since the Unix epoch; null when never.</param>
    /// <param name="timeToLive">Its time to live in milliseconds, positive.</param>
    /// <param name="now">The current time in milliseconds since the Unix epoch.</param>
    public static bool IsExpired(long? writtenAt, long timeToLive, long now) =>
        writtenAt is not { } written || (written <= long.MaxValue - timeToLive && written + timeToLive <= now);
}

/// <summary>
/// The processing time that times to live are counted in: milliseconds since the Unix epoch. It never runs below the clock of the checkpoint that
/// was restored, so that expired state stays expired when the system clock is set back.
/// </summary>
public sealed class StateClock
{
    private readonly TimeProvider _time;
    private readonly long _floor;

    /// <summary>Creates a clock.</summary>
    /// <param name="time">Where time comes from.</param>
    /// <param name="floor">The lowest time that is ever reported, in milliseconds since the Unix epoch.</param>
    public StateClock(TimeProvider time, long floor = long.MinValue)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _floor = floor;
    }

    /// <summary>The current time in milliseconds since the Unix epoch.</summary>
    public long Now => Math.Max(_floor, _time.GetUtcNow().ToUnixTimeMilliseconds());
}
