using System.Collections;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Aggregates values in windows that can become one, such as the sessions of a <see cref="SessionWindowState{TIn, TAccumulator, TOut, TAggregator}"/>.
/// </summary>
/// <typeparam name="TIn">The type of the values that are added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulator, which is stored: immutable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
public interface IMergingAggregator<in TIn, TAccumulator, out TOut> : IAggregator<TIn, TAccumulator, TOut>
{
    /// <summary>Combines the accumulators of two windows that become one.</summary>
    /// <param name="earlier">The accumulator of the earlier window.</param>
    /// <param name="later">The accumulator of the later window.</param>
    /// <returns>The accumulator that replaces them.</returns>
    static abstract TAccumulator Merge(TAccumulator earlier, TAccumulator later);
}

/// <summary>
/// Represents accumulators for each key of the operator and each session: a window that grows while events follow each other at less than a gap
/// (<see cref="TimeWindow.Session"/>). A value whose window overlaps sessions makes one of them, and their accumulators are merged.
/// In <c>OnTimer</c>, <see cref="TakeEnded{TOutput}(FiredTimer, OperatorContext{TOutput})"/> hands out the sessions that have ended. A session has one timer:
/// if it fires and the session has grown meanwhile, it is registered again at the end of the session. The sessions of a key never overlap. The accumulators are
/// stored one by one, in the order of the windows, as in a <see cref="SortedMapState{TMapKey, TValue}"/>. Not thread-safe.
/// Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
/// <typeparam name="TIn">The type of the values that are added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulators, immutable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
/// <typeparam name="TAggregator">The struct that adds values, merges accumulators and computes the result.</typeparam>
public sealed class SessionWindowState<TIn, TAccumulator, TOut, TAggregator> : IEnumerable<KeyValuePair<TimeWindow, TOut>>
    where TAggregator : struct, IMergingAggregator<TIn, TAccumulator, TOut>
{
    private readonly WindowTable<TIn, TAccumulator, TOut, TAggregator> _windows;

    /// <summary>Creates the handle for a table of a backend. Called by generated code.</summary>
    /// <param name="table">The table that holds the accumulators.</param>
    public SessionWindowState(SortedMapTable<TimeWindow, TAccumulator> table) => _windows = new(table);

    /// <summary>Gets a value indicating whether there is no session.</summary>
    public bool IsEmpty => _windows.Table.IsEmpty();

    /// <summary>Gets the number of sessions, O(n). To compare with zero, use <see cref="IsEmpty"/>.</summary>
    public long Count => _windows.Table.Count();

    /// <inheritdoc cref="TryAdd{TOutput}(TimeWindow, TIn, OperatorContext{TOutput}, out TimeWindow)"/>
    public bool TryAdd<TOutput>(TimeWindow window, TIn value, OperatorContext<TOutput> context) => TryAdd(window, value, context, out _);

    /// <summary>
    /// Adds a value to the session of a window: to the sessions that the window overlaps, which become one, or to a new one. The session then covers the
    /// window, too. A new session registers an event-time timer that fires when the watermark reaches its last millisecond.
    /// </summary>
    /// <typeparam name="TOutput">The type of the operator's output.</typeparam>
    /// <param name="window">The window of the value, normally a <see cref="TimeWindow.Session"/>.</param>
    /// <param name="value">The value.</param>
    /// <param name="context">The context of the record or timer that is being processed.</param>
    /// <param name="session">The window of the session.</param>
    /// <returns>true if the value was added; false if it is late: the watermark has passed the session, and nothing is changed.</returns>
    /// <exception cref="ArgumentException">The accumulator that the aggregator returned has no stored form; nothing is changed.</exception>
    public bool TryAdd<TOutput>(TimeWindow window, TIn value, OperatorContext<TOutput> context, out TimeWindow session)
    {
        ArgumentNullException.ThrowIfNull(context);
        var table = _windows.Table;
        var merged = Merge(table, window, out var accumulator);
        session = merged.Window;
        if (session.EndMilliseconds - 1 <= context.CurrentWatermark)
            return false;
        table.Put(session, TAggregator.Add(merged.Count == 0 ? TAggregator.CreateAccumulator() : accumulator!, value));
        Remove(table, in merged);
        table.Version++;
        if (merged.Count == 0)
            context.Timers.RegisterEventTime(session.MaxTimestamp);
        return true;
    }

    /// <summary>Computes the result of a session if there is one.</summary>
    /// <param name="session">The window of the session, as it is now.</param>
    /// <param name="result">The result; the default if there is no session with this window.</param>
    /// <returns>true if there is a result; otherwise, false.</returns>
    public bool TryGetValue(TimeWindow session, [MaybeNullWhen(false)] out TOut result) => _windows.TryGetValue(session, out result);

    /// <summary>Computes the result of a session, or returns the default if there is none.</summary>
    /// <param name="session">The window of the session, as it is now.</param>
    public TOut? GetValueOrDefault(TimeWindow session) => _windows.TryGetValue(session, out var result) ? result : default;

    /// <summary>Determines whether there is a session with a window.</summary>
    /// <param name="session">The window of the session, as it is now.</param>
    public bool Contains(TimeWindow session) => _windows.Table.TryGet(session, out _);

    /// <summary>
    /// Takes the sessions that have ended when an event-time timer fires, in the order of their ends. Each is removed when the enumeration reaches it. The
    /// state may be changed meanwhile. Call it for every event-time timer, and end the enumeration, as <c>foreach</c> does: the end registers the timer of a
    /// session that has grown, or of those that the enumeration has not reached. Processing-time timers end no sessions.
    /// </summary>
    /// <typeparam name="TOutput">The type of the operator's output.</typeparam>
    /// <param name="timer">The timer that fires.</param>
    /// <param name="context">The context of the timer.</param>
    public EndedWindows<TIn, TAccumulator, TOut, TAggregator> TakeEnded<TOutput>(FiredTimer timer, OperatorContext<TOutput> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(_windows, timer, context.Timers, areSessions: true);
    }

    /// <summary>Takes the sessions whose last millisecond is not after a time, whether the watermark has reached it or not.</summary>
    /// <param name="time">The time; <see cref="DateTimeOffset.MaxValue"/> for all sessions.</param>
    public EndedWindows<TIn, TAccumulator, TOut, TAggregator> TakeEnded(DateTimeOffset time) =>
        new(_windows, new(time, TimerKind.EventTime), timers: null, areSessions: true);

    /// <summary>Removes a session. Its timer stays, and finds nothing to take.</summary>
    /// <param name="session">The window of the session, as it is now.</param>
    /// <returns>true if there was such a session; otherwise, false.</returns>
    public bool Remove(TimeWindow session) => _windows.Remove(session);

    /// <summary>Removes every session of the current key. Their timers stay, and find nothing to take.</summary>
    public void Clear() => _windows.Clear();

    /// <summary>Enumerates the sessions of the current key with their results, in the order of their ends.</summary>
    public IEnumerator<KeyValuePair<TimeWindow, TOut>> GetEnumerator() => _windows.Enumerate();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Nothing is removed before the new accumulator is stored, because the aggregator may throw.
    private static MergedSessions Merge(SortedMapTable<TimeWindow, TAccumulator> table, TimeWindow window, out TAccumulator? accumulator) =>
        TryMergeLast(table, window, out var merged, out accumulator) ? merged : MergeAll(table, window, out accumulator);

    // Most values come after the starts of all sessions, so that one look-up is enough: what does not overlap the last session ends before it.
    private static bool TryMergeLast(
        SortedMapTable<TimeWindow, TAccumulator> table, TimeWindow window, out MergedSessions merged, out TAccumulator? accumulator)
    {
        (merged, accumulator) = (new(window, 0, default, default), default);
        // The look-up must change nothing, because the window may not overlap the last session.
        if (table.Descriptor is { Refresh: TtlRefresh.OnReadAndWrite } or { Visibility: TtlVisibility.ReturnExpiredIfNotRemoved })
            return false;
        if (!table.TryGetFirst(default, isDescending: true, out var last) || last.Key.EndMilliseconds <= window.StartMilliseconds)
            return true;
        (merged, accumulator) = (new(window.Union(last.Key), 1, last.Key, last.Key), last.Value);
        return last.Key.StartMilliseconds <= window.StartMilliseconds;
    }

    // Sessions do not overlap, so the first that ends with the window or after it is the last one that the window can overlap.
    private static MergedSessions MergeAll(SortedMapTable<TimeWindow, TAccumulator> table, TimeWindow window, out TAccumulator? accumulator)
    {
        accumulator = default;
        var merged = new MergedSessions(window, 0, default, default);
        var range = new MapKeyRange<TimeWindow>(MapKeyBound.Inclusive, new(long.MinValue, window.StartMilliseconds + 1), MapKeyBound.None, default);
        while (table.TryGetFirst(in range, isDescending: false, out var entry) && entry.Key.StartMilliseconds < window.EndMilliseconds)
        {
            var session = entry.Key;
            accumulator = merged.Count == 0 ? entry.Value : TAggregator.Merge(accumulator!, entry.Value);
            merged = new(merged.Window.Union(session), merged.Count + 1, merged.Count == 0 ? session : merged.First, session);
            if (session.EndMilliseconds >= window.EndMilliseconds)
                break;
            range = range with { LowerBound = MapKeyBound.Exclusive, Lower = session };
        }

        return merged;
    }

    private static void Remove(SortedMapTable<TimeWindow, TAccumulator> table, in MergedSessions merged)
    {
        if (merged.Count == 1 && merged.First != merged.Window)
            table.Remove(merged.First);
        if (merged.Count <= 1)
            return;
        table.RemoveRange(new(MapKeyBound.Inclusive, merged.First, MapKeyBound.Exclusive, merged.Window));
        if (merged.Window < merged.Last)
            table.RemoveRange(new(MapKeyBound.Exclusive, merged.Window, MapKeyBound.Inclusive, merged.Last));
    }

    // The window of a value and the sessions that it overlaps, from the first to the last.
    private readonly record struct MergedSessions(TimeWindow Window, int Count, TimeWindow First, TimeWindow Last);
}
