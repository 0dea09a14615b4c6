using System.Runtime.CompilerServices;

namespace StateGen.Backends;

/// <summary>
/// The times by which the state of one subtask expires. They stand still while a record is processed, so that nothing expires within it, and never step back.
/// The engine moves them between records. One thread moves them; any thread may read them.
/// </summary>
public sealed class SubtaskClock
{
    private readonly StateClock? _time;
    private LastWrite _now;

    /// <summary>Creates a clock that stands at the current time.</summary>
    /// <param name="time">The clock that it follows when it is moved.</param>
    public SubtaskClock(StateClock time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _now = LastWrite.At(time.Now);
    }

    private SubtaskClock(LastWrite now) => _now = now;

    /// <summary>Gets the processing time, in milliseconds since the Unix epoch. Reading it costs nothing.</summary>
    public long Now => _now.Milliseconds;

    /// <summary>Gets the timestamp of a value that is written now.</summary>
    public LastWrite Written
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _now;
    }

    /// <summary>Determines whether a value has expired, or was never written.</summary>
    /// <param name="lastWrite">The timestamp of its last write.</param>
    /// <param name="timeToLive">The time to live in milliseconds, positive.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpired(LastWrite lastWrite, long timeToLive) => lastWrite.IsExpired(timeToLive, _now);

    /// <summary>Moves the clock to the current time. Called between records.</summary>
    /// <returns>true if the time has changed; otherwise, false.</returns>
    public bool Advance()
    {
        if (_time is null)
            return false;
        var now = LastWrite.At(_time.Now);
        if (now.CompareTo(_now) <= 0)
            return false;
        _now = now;
        return true;
    }

    /// <summary>Copies the times, which then never change.</summary>
    internal SubtaskClock Freeze() => new(_now);
}
