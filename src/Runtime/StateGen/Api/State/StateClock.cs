namespace StateGen;

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
