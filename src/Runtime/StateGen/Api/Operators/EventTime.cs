namespace StateGen;

/// <summary>Event time as the engine counts it: milliseconds since the Unix epoch, in an Int64.</summary>
public static class EventTime
{
    /// <summary>Before every event: the watermark of a source that has not said anything.</summary>
    public const long Minimum = long.MinValue;

    /// <summary>After every event: the watermark at the end of input.</summary>
    public const long Maximum = long.MaxValue;

    private const long LowestMilliseconds = -62_135_596_800_000;
    private const long HighestMilliseconds = 253_402_300_799_999;

    /// <summary>The milliseconds of a time, rounded up, so that a timer never fires before the time it was set for.</summary>
    /// <param name="timestamp">The time.</param>
    public static long FromTimestamp(DateTimeOffset timestamp)
    {
        var ticks = timestamp.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var milliseconds = Math.DivRem(ticks, TimeSpan.TicksPerMillisecond, out var rest);
        return rest > 0 ? milliseconds + 1 : milliseconds;
    }

    /// <summary>The time of milliseconds, in UTC; what lies outside of what <see cref="DateTimeOffset"/> can tell is clamped.</summary>
    /// <param name="milliseconds">Milliseconds since the Unix epoch.</param>
    public static DateTimeOffset ToTimestamp(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, LowestMilliseconds, HighestMilliseconds));
}
