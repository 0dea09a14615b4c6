using System.ComponentModel;
using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen;

/// <summary>
/// Implements the rule of expiry for generated accessors and for tables: a value has expired if written + time to live ≤ now, where a sum that overflows
/// never expires.
/// </summary>
public static class TimeToLive
{
    /// <summary>Determines whether a value has expired.</summary>
    /// <param name="writtenAt">
    /// The last-write timestamp in milliseconds since the Unix epoch. A value that was never written (<see cref="EntryHeader.NeverWritten"/>) has expired.
    /// </param>
    /// <param name="timeToLive">The time to live in milliseconds, positive.</param>
    /// <param name="now">The current time in milliseconds since the Unix epoch.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExpired(long writtenAt, long timeToLive, long now) =>
        writtenAt <= (now < long.MinValue + timeToLive ? long.MinValue : now - timeToLive);
}

/// <summary>Generated code: the last-write timestamp of a state in a row. The default value means that the state was never written.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LastWrite
{
    // The milliseconds since the lowest timestamp, which stands for none. So none is 0, and a comparison needs neither a branch for it nor one for an
    // overflow: no clock is within the longest time to live of it.
    private readonly ulong _sinceNever;

    private LastWrite(ulong sinceNever) => _sinceNever = sinceNever;

    /// <summary>Gets the timestamp in milliseconds since the Unix epoch; <see cref="EntryHeader.NeverWritten"/> if the state was never written.</summary>
    public long Milliseconds => (long)(_sinceNever ^ (1UL << 63));

    /// <summary>Gets a value indicating whether the state was written.</summary>
    public bool IsWritten => _sinceNever != 0;

    /// <summary>Creates a timestamp.</summary>
    /// <param name="milliseconds">Milliseconds since the Unix epoch, or <see cref="EntryHeader.NeverWritten"/>.</param>
    public static LastWrite At(long milliseconds) => new((ulong)milliseconds ^ (1UL << 63));

    internal bool IsAfter(LastWrite other) => _sinceNever > other._sinceNever;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsExpired(long timeToLive, LastWrite now) => _sinceNever <= now._sinceNever - (ulong)timeToLive;
}

/// <summary>
/// The clock for times to live: processing time in milliseconds since the Unix epoch. It never steps back: it reports neither a time before the clock of the
/// restored checkpoint nor one before a time that it has reported, so that expired state stays expired when the system clock is set back. Thread-safe.
/// </summary>
public sealed class StateClock
{
    private readonly TimeProvider _time;
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

    /// <summary>Gets the current time in milliseconds since the Unix epoch.</summary>
    public long Now
    {
        get
        {
            var latest = Volatile.Read(ref _latest);
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            return now > latest ? Advance(latest, now) : latest;
        }
    }

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
