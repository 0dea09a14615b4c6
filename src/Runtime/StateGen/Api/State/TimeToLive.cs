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
