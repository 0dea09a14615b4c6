namespace StateGen;

/// <summary>Converts between timestamps and the engine's representation of event time: milliseconds since the Unix epoch, as an Int64.</summary>
public static class EventTime
{
    /// <summary>The lowest time, before every event: the watermark of a source that has not reported one.</summary>
    public const long Minimum = long.MinValue;

    /// <summary>The highest time, after every event: the watermark at the end of input.</summary>
    public const long Maximum = long.MaxValue;

    private const long LowestMilliseconds = -62_135_596_800_000;
    private const long HighestMilliseconds = 253_402_300_799_999;

    /// <summary>Converts a time to milliseconds, rounded up so that a timer never fires before its time.</summary>
    /// <param name="timestamp">The time.</param>
    public static long FromTimestamp(DateTimeOffset timestamp)
    {
        var ticks = timestamp.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var milliseconds = Math.DivRem(ticks, TimeSpan.TicksPerMillisecond, out var rest);
        return rest > 0 ? milliseconds + 1 : milliseconds;
    }

    /// <summary>Converts milliseconds to a time in UTC. Values outside the range of <see cref="DateTimeOffset"/> are clamped.</summary>
    /// <param name="milliseconds">Milliseconds since the Unix epoch.</param>
    public static DateTimeOffset ToTimestamp(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, LowestMilliseconds, HighestMilliseconds));
}
