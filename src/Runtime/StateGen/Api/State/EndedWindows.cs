using System.Collections;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Windows that have ended, with their results, in the order of their ends. It holds no windows: each is removed from the state when an enumeration reaches
/// it, so a second enumeration finds only what the first has left. The state may be changed meanwhile. Not thread-safe.
/// </summary>
/// <typeparam name="TIn">The type of the values that were added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulators.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
/// <typeparam name="TAggregator">The struct that computes the result.</typeparam>
public readonly struct EndedWindows<TIn, TAccumulator, TOut, TAggregator> : IEnumerable<KeyValuePair<TimeWindow, TOut>>
    where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut>
{
    private readonly WindowTable<TIn, TAccumulator, TOut, TAggregator> _windows;
    private readonly FiredTimer _timer;
    private readonly TimerService? _timers;
    private readonly bool _areSessions;

    internal EndedWindows(WindowTable<TIn, TAccumulator, TOut, TAggregator> windows, FiredTimer timer, TimerService? timers, bool areSessions) =>
        (_windows, _timer, _timers, _areSessions) = (windows, timer, timers, areSessions);

    private long Time => _timer.Kind == TimerKind.EventTime ? EventTime.FromTimestamp(_timer.Timestamp) : EventTime.Minimum;

    /// <summary>Enumerates the windows and removes them.</summary>
    public Enumerator GetEnumerator() => new(_windows.Table, Time, _timers, _areSessions);

    IEnumerator<KeyValuePair<TimeWindow, TOut>> IEnumerable<KeyValuePair<TimeWindow, TOut>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Enumerates windows that have ended, and removes them. It is a struct, so that <c>foreach</c> allocates nothing where they are in memory.
    /// </summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TimeWindow, TOut>>
    {
        private readonly SortedMapTable<TimeWindow, TAccumulator> _table;
        private readonly TimerService? _timers;
        private readonly long _epoch;
        private readonly long _time;
        private readonly bool _areSessions;
        private bool _hasTakenAll;
        private KeyValuePair<TimeWindow, TOut> _current;

        internal Enumerator(SortedMapTable<TimeWindow, TAccumulator> table, long time, TimerService? timers, bool areSessions)
        {
            (_table, _timers, _epoch) = (table, timers, table.CurrentKey.Epoch);
            (_time, _areSessions) = (time, areSessions);
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TimeWindow, TOut> Current => _current;

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">The record has ended.</exception>
        public bool MoveNext()
        {
            _table.RequireUnchanged(_epoch, _table.Version);
            if (_hasTakenAll)
                return false;
            if (!_table.TryGetFirst(default, isDescending: false, out var entry) || entry.Key.EndMilliseconds - 1 > _time)
            {
                Complete(entry.Key);
                return false;
            }

            _current = new(entry.Key, TAggregator.GetResult(entry.Value));
            _table.Remove(entry.Key);
            _table.Version++;
            return true;
        }

        /// <summary>Not supported. Take the windows again instead.</summary>
        /// <exception cref="NotSupportedException">Always thrown.</exception>
        public readonly void Reset() => throw new NotSupportedException("Windows that were taken cannot be taken again.");

        /// <summary>Ends the enumeration, and registers a timer for the windows that have ended and that it has not reached.</summary>
        public void Dispose()
        {
            if (_hasTakenAll || _timers is null || _epoch != _table.CurrentKey.Epoch)
                return;
            _hasTakenAll = true;
            if (_table.TryGetFirst(default, isDescending: false, out var entry) && entry.Key.EndMilliseconds - 1 <= _time)
                _timers.Postpone(entry.Key.MaxTimestamp);
            else
                Complete(entry.Key);
        }

        // The first session that is left may have relied on the timer, if it was shorter when it registered its own. Then its start is not after the timer.
        private void Complete(TimeWindow first)
        {
            _hasTakenAll = true;
            if (_areSessions && first != default && first.StartMilliseconds <= _time)
                _timers?.Postpone(first.MaxTimestamp);
        }
    }
}
