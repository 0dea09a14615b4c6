using System.Collections;
using System.Globalization;

namespace StateGen;

/// <summary>
/// A window of event time, from <see cref="Start"/> up to, but not including, <see cref="End"/>, in milliseconds. Windows are ordered by their ends, then by
/// their starts, also as keys: those that have ended come first. Times are rounded up to the millisecond, as event times are. Immutable and thread-safe.
/// </summary>
public readonly record struct TimeWindow : IComparable<TimeWindow>
{
    private static readonly long LowestStart = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long HighestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() + 1;

    private readonly long _start;
    private readonly long _end;

    /// <summary>Creates a window.</summary>
    /// <param name="start">The first time in the window.</param>
    /// <param name="end">The first time after the window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is not after <paramref name="start"/>.</exception>
    public TimeWindow(DateTimeOffset start, DateTimeOffset end)
        : this(EventTime.FromTimestamp(start), EventTime.FromTimestamp(end)) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_end, _start, nameof(end));

    internal TimeWindow(long start, long end)
    {
        _start = start;
        _end = end;
    }

    /// <summary>Gets the first time in the window, in UTC.</summary>
    public DateTimeOffset Start => EventTime.ToTimestamp(_start);

    /// <summary>Gets the first time after the window, in UTC.</summary>
    public DateTimeOffset End => EventTime.ToTimestamp(_end);

    /// <summary>Gets the last millisecond in the window, in UTC. The window ends when the watermark reaches it.</summary>
    public DateTimeOffset MaxTimestamp => EventTime.ToTimestamp(_end - 1);

    internal long StartMilliseconds => _start;

    internal long EndMilliseconds => _end;

    /// <summary>Gets the window of a time among windows of one size, one after the other.</summary>
    /// <param name="timestamp">The time.</param>
    /// <param name="size">The size of the windows, whole milliseconds.</param>
    /// <param name="offset">The distance of a start from the Unix epoch, whole milliseconds: a day that begins at 22:00 UTC has an offset of -2 hours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the size or the offset has a fraction of a millisecond.</exception>
    public static TimeWindow Tumbling(DateTimeOffset timestamp, TimeSpan size, TimeSpan offset = default)
    {
        var length = MillisecondsOf(size, nameof(size));
        var start = StartAtOrBefore(EventTime.FromTimestamp(timestamp), length, WholeMillisecondsOf(offset, nameof(offset)));
        return Within(start, start + length);
    }

    /// <summary>Gets the windows of a time among windows of one size that begin at regular times: several if they overlap, none in a gap between two.</summary>
    /// <param name="timestamp">The time.</param>
    /// <param name="size">The size of the windows, whole milliseconds.</param>
    /// <param name="slide">The distance between the starts of two windows, whole milliseconds.</param>
    /// <param name="offset">The distance of a start from the Unix epoch, whole milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">A distance is not positive or has a fraction of a millisecond.</exception>
    public static SlidingWindows Sliding(DateTimeOffset timestamp, TimeSpan size, TimeSpan slide, TimeSpan offset = default)
    {
        var (length, distance) = (MillisecondsOf(size, nameof(size)), MillisecondsOf(slide, nameof(slide)));
        var time = EventTime.FromTimestamp(timestamp);
        var last = StartAtOrBefore(time, distance, WholeMillisecondsOf(offset, nameof(offset)));
        var earliest = time - length + 1;
        return new(last, length, distance, last < earliest ? 0 : ((last - earliest) / distance) + 1);
    }

    /// <summary>Gets the window from a time to the end of a gap after it: the session of a single event, which others extend.</summary>
    /// <param name="timestamp">The time.</param>
    /// <param name="gap">The gap that ends a session, whole milliseconds. Events whose distance is less are in one session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gap is not positive or has a fraction of a millisecond.</exception>
    public static TimeWindow Session(DateTimeOffset timestamp, TimeSpan gap)
    {
        var start = EventTime.FromTimestamp(timestamp);
        return Within(start, start + MillisecondsOf(gap, nameof(gap)));
    }

    /// <summary>Determines whether one window ends before another, or starts before it and ends with it.</summary>
    /// <param name="left">A window.</param>
    /// <param name="right">Another window.</param>
    public static bool operator <(TimeWindow left, TimeWindow right) => left.CompareTo(right) < 0;

    /// <summary>Determines whether one window ends before another or with it, and starts no later if it ends with it.</summary>
    /// <param name="left">A window.</param>
    /// <param name="right">Another window.</param>
    public static bool operator <=(TimeWindow left, TimeWindow right) => left.CompareTo(right) <= 0;

    /// <summary>Determines whether one window ends after another, or starts after it and ends with it.</summary>
    /// <param name="left">A window.</param>
    /// <param name="right">Another window.</param>
    public static bool operator >(TimeWindow left, TimeWindow right) => left.CompareTo(right) > 0;

    /// <summary>Determines whether one window ends after another or with it, and starts no earlier if it ends with it.</summary>
    /// <param name="left">A window.</param>
    /// <param name="right">Another window.</param>
    public static bool operator >=(TimeWindow left, TimeWindow right) => left.CompareTo(right) >= 0;

    /// <summary>Determines whether a time is in the window.</summary>
    /// <param name="timestamp">The time.</param>
    public bool Contains(DateTimeOffset timestamp) => EventTime.FromTimestamp(timestamp) is var time && time >= _start && time < _end;

    /// <summary>Determines whether two windows have a time in common. Windows of which one ends when the other starts do not.</summary>
    /// <param name="other">The other window.</param>
    public bool Overlaps(TimeWindow other) => _start < other._end && other._start < _end;

    /// <summary>Determines whether no more events are expected in the window, so that one that still comes is late for it.</summary>
    /// <param name="watermark">The watermark (<see cref="OperatorContext{TOut}.Watermark"/>).</param>
    public bool HasEnded(DateTimeOffset watermark) => MaxTimestamp <= watermark;

    /// <summary>Gets the window from the earlier start to the later end of two windows.</summary>
    /// <param name="other">The other window.</param>
    public TimeWindow Union(TimeWindow other) => new(Math.Min(_start, other._start), Math.Max(_end, other._end));

    /// <inheritdoc/>
    public int CompareTo(TimeWindow other) => _end != other._end ? _end.CompareTo(other._end) : _start.CompareTo(other._start);

    /// <summary>Returns the start and the end, such as <c>[2026-01-01T00:00:00.000Z, 2026-01-01T01:00:00.000Z)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Start:yyyy-MM-ddTHH:mm:ss.fffZ}, {End:yyyy-MM-ddTHH:mm:ss.fffZ})");

    // A window that would reach beyond the range of DateTimeOffset ends there: its timer has to be at its end.
    internal static TimeWindow Within(long start, long end) => new(Math.Max(start, LowestStart), Math.Min(end, HighestEnd));

    private static long StartAtOrBefore(long time, long distance, long offset)
    {
        var rest = (time - offset) % distance;
        return time - (rest < 0 ? rest + distance : rest);
    }

    private static long MillisecondsOf(TimeSpan length, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero, parameter);
        return WholeMillisecondsOf(length, parameter);
    }

    private static long WholeMillisecondsOf(TimeSpan length, string parameter) => length.Ticks % TimeSpan.TicksPerMillisecond == 0
        ? length.Ticks / TimeSpan.TicksPerMillisecond
        : throw new ArgumentOutOfRangeException(parameter, length, "A window has whole milliseconds. Round the length to the millisecond.");
}

/// <summary>
/// The windows of <see cref="TimeWindow.Sliding"/>, in their order. It computes them while it is enumerated, and allocates nothing in <c>foreach</c>.
/// </summary>
public readonly struct SlidingWindows : IEnumerable<TimeWindow>
{
    private readonly long _lastStart;
    private readonly long _length;
    private readonly long _distance;

    internal SlidingWindows(long lastStart, long length, long distance, long count) =>
        (_lastStart, _length, _distance, Count) = (lastStart, length, distance, count);

    /// <summary>Gets the number of windows.</summary>
    public long Count { get; }

    /// <summary>Enumerates the windows from the earliest to the latest.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<TimeWindow> IEnumerable<TimeWindow>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Enumerates sliding windows.</summary>
    public struct Enumerator : IEnumerator<TimeWindow>
    {
        private readonly SlidingWindows _windows;
        private long _remaining;

        internal Enumerator(SlidingWindows windows) => (_windows, _remaining) = (windows, windows.Count);

        /// <inheritdoc/>
        public readonly TimeWindow Current
        {
            get
            {
                var start = _windows._lastStart - (_remaining * _windows._distance);
                return TimeWindow.Within(start, start + _windows._length);
            }
        }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => --_remaining >= 0;

        /// <inheritdoc/>
        public void Reset() => _remaining = _windows.Count;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
