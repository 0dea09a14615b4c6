using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Backends;

/// <summary>
/// The times by which the state of one subtask expires: processing time and event time. They stand still while a record is processed, so that nothing expires
/// within it, and never step back. The engine moves them between records. One thread moves them; any thread may read them.
/// </summary>
public sealed class SubtaskClock
{
    // Far enough after the lowest timestamp, which stands for none, for every time to live. Before the first watermark, nothing has expired.
    private const long LowestWatermark = long.MinValue + (1L << 50);

    private readonly StateClock? _time;
    private LastWrite _now;
    private LastWrite _watermark;

    /// <summary>Creates a clock that stands at the current time, before the first watermark.</summary>
    /// <param name="time">The clock that it follows when it is moved.</param>
    public SubtaskClock(StateClock time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _now = LastWrite.At(time.Now);
        _watermark = LastWrite.At(LowestWatermark);
    }

    private SubtaskClock(LastWrite now, LastWrite watermark) => (_now, _watermark) = (now, watermark);

    /// <summary>Gets the processing time, in milliseconds since the Unix epoch. Reading it costs nothing.</summary>
    public long Now => _now.Milliseconds;

    /// <summary>Gets the event time that the watermark has reached, in milliseconds since the Unix epoch.</summary>
    public long Watermark => _watermark.Milliseconds;

    /// <summary>Gets the event time for a checkpoint; <see cref="EventTime.Minimum"/> before the first watermark.</summary>
    internal long Reached => Watermark == LowestWatermark ? EventTime.Minimum : Watermark;

    /// <summary>Gets the timestamp of a value that is written now.</summary>
    public LastWrite Written
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _now;
    }

    /// <summary>
    /// Gets the timestamp of a value that is written now and expires by event time: the time of the record, or the watermark if it has none. Before the first
    /// watermark, that is the processing time: nothing is known of event time, and what is written must not expire at the first watermark.
    /// </summary>
    public LastWrite WrittenInEventTime => RecordTime is { Milliseconds: > LowestWatermark and var time }
        ? LastWrite.At(time)
        : Watermark == LowestWatermark ? _now : _watermark;

    /// <summary>Gets or sets the source of the time of the record that is being processed.</summary>
    internal IRecordTime? RecordTime { get; set; }

    /// <summary>Determines whether a value has expired, or was never written.</summary>
    /// <param name="lastWrite">The timestamp of its last write.</param>
    /// <param name="timeToLive">The time to live in milliseconds, positive.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpired(LastWrite lastWrite, long timeToLive) => lastWrite.IsExpired(timeToLive, _now);

    /// <summary>Determines whether a value has expired by event time, or was never written.</summary>
    /// <param name="lastWrite">The timestamp of its last write.</param>
    /// <param name="timeToLive">The time to live in milliseconds, positive.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasExpiredInEventTime(LastWrite lastWrite, long timeToLive) => lastWrite.IsExpired(timeToLive, _watermark);

    /// <summary>Starts the time to live of a value again.</summary>
    /// <param name="lastWrite">The timestamp of its last write.</param>
    /// <returns>true if the timestamp has changed; otherwise, false.</returns>
    public bool Refresh(ref LastWrite lastWrite) => Refresh(ref lastWrite, Written);

    /// <summary>Starts the time to live of a value that expires by event time again, unless the record is older than its last write.</summary>
    /// <param name="lastWrite">The timestamp of its last write.</param>
    /// <returns>true if the timestamp has changed; otherwise, false.</returns>
    public bool RefreshInEventTime(ref LastWrite lastWrite) => Refresh(ref lastWrite, WrittenInEventTime);

    /// <summary>Moves the clock to the current time. Called between records.</summary>
    /// <returns>true if the time has changed; otherwise, false.</returns>
    public bool Advance() => _time is not null && Refresh(ref _now, LastWrite.At(_time.Now));

    /// <summary>Moves the event time to a watermark, unless it is past it. The end of the input moves nothing.</summary>
    /// <param name="watermark">The watermark, in milliseconds since the Unix epoch.</param>
    internal void Reach(long watermark)
    {
        if (watermark != EventTime.Maximum)
            Refresh(ref _watermark, LastWrite.At(watermark));
    }

    /// <summary>Copies the times, which then never change.</summary>
    internal SubtaskClock Freeze() => new(_now, _watermark);

    private static bool Refresh(ref LastWrite lastWrite, LastWrite now)
    {
        if (!now.IsAfter(lastWrite))
            return false;
        lastWrite = now;
        return true;
    }
}

/// <summary>Represents the record that is being processed.</summary>
internal interface IRecordTime
{
    /// <summary>Gets its event time, in milliseconds since the Unix epoch.</summary>
    long Milliseconds { get; }
}

/// <summary>
/// The time to live of the elements of a list or the entries of a map, for backends: when they expire, and what a read does. Without a time to live, nothing
/// expires.
/// </summary>
/// <param name="descriptor">The state.</param>
/// <param name="clock">The clock of the store.</param>
public sealed class EntryTtl(StateDescriptor descriptor, SubtaskClock clock)
{
    private readonly bool _isEventTime = descriptor.Clock == TtlClock.EventTime;

    /// <summary>Gets the time to live in milliseconds; null if entries do not expire.</summary>
    public long? Milliseconds { get; } = descriptor.TimeToLive;

    /// <summary>Gets a value indicating whether a read starts the time to live of what it returns again.</summary>
    public bool RefreshesOnRead { get; } = descriptor is { TimeToLive: not null, Refresh: TtlRefresh.OnReadAndWrite };

    /// <summary>Gets a value indicating whether the first read returns an entry that has expired and was not removed yet, and removes it.</summary>
    public bool ReturnsExpired { get; } = descriptor is { TimeToLive: not null, Visibility: TtlVisibility.ReturnExpiredIfNotRemoved };

    /// <summary>Gets a value indicating whether entries may expire in another order than that in which they were written.</summary>
    public bool MayExpireOutOfOrder => _isEventTime || RefreshesOnRead;

    /// <summary>Gets the time by which entries expire, in milliseconds since the Unix epoch.</summary>
    public long Now => _isEventTime ? clock.Watermark : clock.Now;

    /// <summary>Gets the last-write timestamp of an entry that is written now; 0 if entries do not expire.</summary>
    public long WriteTime => Milliseconds is null ? 0 : (_isEventTime ? clock.WrittenInEventTime : clock.Written).Milliseconds;

    /// <summary>Determines whether an entry has expired.</summary>
    /// <param name="writtenAt">The last-write timestamp of the entry; it has no meaning if entries do not expire.</param>
    public bool IsExpired(long writtenAt) => IsExpired(writtenAt, Now);

    /// <summary>Determines whether an entry has expired by a time.</summary>
    /// <param name="writtenAt">The last-write timestamp of the entry; it has no meaning if entries do not expire.</param>
    /// <param name="now">The time.</param>
    public bool IsExpired(long writtenAt, long now) => Milliseconds is { } timeToLive && TimeToLive.IsExpired(writtenAt, timeToLive, now);

    /// <summary>Determines whether a read returns an entry: it is live, or has expired and can still be read once.</summary>
    /// <param name="writtenAt">The last-write timestamp of the entry; it has no meaning if entries do not expire.</param>
    public bool IsReturned(long writtenAt) => ReturnsExpired ? writtenAt != EntryHeader.NeverWritten : !IsExpired(writtenAt);
}
