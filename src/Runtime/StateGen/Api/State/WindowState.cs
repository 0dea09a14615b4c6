using System.Collections;
using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Represents accumulators for each key of the operator and each window of event time: the totals of a minute, an hour or a day, for tumbling or sliding
/// windows (<see cref="TimeWindow"/>). <see cref="TryAdd"/> registers a timer at the end of each window, and in <c>OnTimer</c>,
/// <see cref="TakeEnded{TOutput}(FiredTimer, OperatorContext{TOutput})"/> hands out the windows that have ended. For windows that grow, use
/// <see cref="SessionWindowState{TIn, TAccumulator, TOut, TAggregator}"/>.
/// The accumulators are stored one by one, in the order of the windows, as in a <see cref="SortedMapState{TMapKey, TValue}"/>. Not thread-safe.
/// Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
/// <typeparam name="TIn">The type of the values that are added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulators, immutable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
/// <typeparam name="TAggregator">The struct that adds values and computes the result.</typeparam>
public sealed class WindowState<TIn, TAccumulator, TOut, TAggregator> : IEnumerable<KeyValuePair<TimeWindow, TOut>>
    where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut>
{
    private readonly WindowTable<TIn, TAccumulator, TOut, TAggregator> _windows;

    /// <summary>Creates the handle for a table of a backend. Called by generated code.</summary>
    /// <param name="table">The table that holds the accumulators.</param>
    public WindowState(SortedMapTable<TimeWindow, TAccumulator> table) => _windows = new(table);

    /// <summary>Gets a value indicating whether there is no window.</summary>
    public bool IsEmpty => _windows.Table.IsEmpty();

    /// <summary>Gets the number of windows, O(n). To compare with zero, use <see cref="IsEmpty"/>.</summary>
    public long Count => _windows.Table.Count();

    /// <summary>
    /// Adds a value to a window, unless the window has ended. The first value creates the accumulator, and registers an event-time timer that fires when the
    /// watermark reaches the last millisecond of the window.
    /// </summary>
    /// <typeparam name="TOutput">The type of the operator's output.</typeparam>
    /// <param name="window">The window.</param>
    /// <param name="value">The value.</param>
    /// <param name="context">The context of the record or timer that is being processed.</param>
    /// <returns>true if the value was added; false if it is late: the watermark has passed the window, and nothing is changed.</returns>
    /// <exception cref="ArgumentException">The accumulator that the aggregator returned has no stored form; nothing is changed.</exception>
    public bool TryAdd<TOutput>(TimeWindow window, TIn value, OperatorContext<TOutput> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var table = _windows.Table;
        if (window.EndMilliseconds - 1 <= context.CurrentWatermark)
            return false;
        var exists = table.TryGet(window, out var accumulator);
        table.Put(window, TAggregator.Add(exists ? accumulator! : TAggregator.CreateAccumulator(), value));
        table.Version++;
        if (!exists)
            context.Timers.RegisterEventTime(window.MaxTimestamp);
        return true;
    }

    /// <summary>Computes the result of a window if there is one.</summary>
    /// <param name="window">The window.</param>
    /// <param name="result">The result; the default if nothing was added to the window, or it was taken or removed.</param>
    /// <returns>true if there is a result; otherwise, false.</returns>
    public bool TryGetValue(TimeWindow window, [MaybeNullWhen(false)] out TOut result) => _windows.TryGetValue(window, out result);

    /// <summary>Computes the result of a window, or returns the default if there is none.</summary>
    /// <param name="window">The window.</param>
    public TOut? GetValueOrDefault(TimeWindow window) => _windows.TryGetValue(window, out var result) ? result : default;

    /// <summary>Determines whether anything was added to a window that was not taken or removed.</summary>
    /// <param name="window">The window.</param>
    public bool Contains(TimeWindow window) => _windows.Table.TryGet(window, out _);

    /// <summary>
    /// Takes the windows that have ended when an event-time timer fires, in the order of their ends. Each is removed when the enumeration reaches it. If
    /// the enumeration ends before it has reached all of them, a timer is registered for the others, which fires within the same advance of the watermark.
    /// The state may be changed meanwhile. Processing-time timers end no windows.
    /// </summary>
    /// <typeparam name="TOutput">The type of the operator's output.</typeparam>
    /// <param name="timer">The timer that fires.</param>
    /// <param name="context">The context of the timer.</param>
    public EndedWindows<TIn, TAccumulator, TOut, TAggregator> TakeEnded<TOutput>(FiredTimer timer, OperatorContext<TOutput> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(_windows, timer, context.Timers, areSessions: false);
    }

    /// <summary>Takes the windows whose last millisecond is not after a time, whether the watermark has reached it or not.</summary>
    /// <param name="time">The time; <see cref="DateTimeOffset.MaxValue"/> for all windows.</param>
    public EndedWindows<TIn, TAccumulator, TOut, TAggregator> TakeEnded(DateTimeOffset time) =>
        new(_windows, new(time, TimerKind.EventTime), timers: null, areSessions: false);

    /// <summary>Removes a window. Its timer stays, and finds nothing to take.</summary>
    /// <param name="window">The window.</param>
    /// <returns>true if there was such a window; otherwise, false.</returns>
    public bool Remove(TimeWindow window) => _windows.Remove(window);

    /// <summary>Removes every window of the current key. Their timers stay, and find nothing to take.</summary>
    public void Clear() => _windows.Clear();

    /// <summary>Enumerates the windows of the current key with their results, in the order of their ends.</summary>
    public IEnumerator<KeyValuePair<TimeWindow, TOut>> GetEnumerator() => _windows.Enumerate();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The table of a state of windows, which is that of a sorted map.</summary>
internal readonly struct WindowTable<TIn, TAccumulator, TOut, TAggregator>
    where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut>
{
    private readonly SortedMapTable<TimeWindow, TAccumulator> _table;

    public WindowTable(SortedMapTable<TimeWindow, TAccumulator> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.IsOfWindows = true;
        _table = table;
    }

    /// <summary>Gets the table for an access under the current key.</summary>
    /// <exception cref="NoCurrentKeyException">There is no current key.</exception>
    public SortedMapTable<TimeWindow, TAccumulator> Table
    {
        get
        {
            _table.CurrentKey.Require(_table.Descriptor.Name);
            return _table;
        }
    }

    public bool TryGetValue(TimeWindow window, [MaybeNullWhen(false)] out TOut result)
    {
        var exists = Table.TryGet(window, out var accumulator);
        result = exists ? TAggregator.GetResult(accumulator!) : default;
        return exists;
    }

    public bool Remove(TimeWindow window)
    {
        var removed = Table.Remove(window);
        _table.Version += removed ? 1 : 0;
        return removed;
    }

    public void Clear()
    {
        Table.Clear();
        _table.Version++;
    }

    public IEnumerator<KeyValuePair<TimeWindow, TOut>> Enumerate()
    {
        var entries = new SortedMapRange<TimeWindow, TAccumulator>(Table, default, isDescending: false);
        return entries.Select(entry => KeyValuePair.Create(entry.Key, TAggregator.GetResult(entry.Value))).GetEnumerator();
    }
}
