using StateGen.Backends;

namespace StateGen.Engine.Operators;

/// <content>Reads state and timers between records, for a host whose owner inspects them.</content>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut>
{
    private static readonly TimerKind[] TimerKinds = Enum.GetValues<TimerKind>();

    /// <summary>Runs a function with a key as the current key, between records, and undoes what it changes.</summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public T Inspect<T>(TKey key, ulong hash, Func<T> read)
    {
        RequireNoRecord("inspected");
        AdvanceClock();
        var emitted = Output.Count;
        _currentKey.Set(key, hash);
        _context.BeginRun();
        _context.BeginRecord(EventTime.Minimum);
        try
        {
            return read();
        }
        finally
        {
            Undo(emitted);
        }
    }

    /// <summary>Counts all stored entries: rows, map entries, list elements, entries of broadcast state and elements of operator state.</summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public long CountEntries()
    {
        RequireNoRecord("counted");
        return _store.CountEntries() + (Broadcast?.CountEntries() ?? 0) + (_store.OperatorStates?.CountElements() ?? 0);
    }

    /// <summary>
    /// Reads all timers in the order in which they fire, kind by kind. Tables can only find the earliest timer, so each one is deleted after it was read, and
    /// all of them return with the rollback.
    /// </summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public List<KeyedTimer<TKey>> ReadTimers()
    {
        RequireNoRecord("inspected");
        var timers = new List<KeyedTimer<TKey>>();
        try
        {
            foreach (var kind in TimerKinds)
            {
                while (_timers.TryPeek(kind, EventTime.Maximum, out var timer))
                {
                    timers.Add(timer);
                    _timers.Delete(timer);
                }
            }
        }
        finally
        {
            _store.RollbackRecord();
        }

        return timers;
    }

    /// <summary>Requires that the changes of no record are pending, on any backend and whether the record has changed something or not.</summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public void RequireNoRecord(string action)
    {
        if (_currentKey.IsSet || _currentKey.IsInBroadcast)
            throw new InvalidOperationException(
                $"The state of operator '{_store.Options.OperatorId}' was {action} from one of its callbacks, whose changes may still be undone. "
                + "Call the host between records.");
    }
}
