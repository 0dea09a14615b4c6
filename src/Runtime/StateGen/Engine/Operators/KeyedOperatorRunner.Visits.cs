using StateGen.Backends;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <content>
/// Visits the keys that have state for a broadcast event. The visit of each key is a record of its own, with its own atomicity and error policy. Output is
/// handed on between keys. Nothing else is processed meanwhile, and no snapshot is taken, so a checkpoint has the effects on all keys or on none.
/// </content>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut>
{
    private KeyCursor<TKey>? _visit;
    private BroadcastEvents? _visitedFor;
    private int _visitedIndex;

    /// <summary>Enumerates the keys that have state, between records. No record may be processed meanwhile.</summary>
    /// <exception cref="InvalidOperationException">A record or timer is being processed.</exception>
    public IEnumerable<TKey> EnumerateKeys()
    {
        RequireNoRecord("enumerated");
        return EnumerateLiveKeys();
    }

    private IEnumerable<TKey> EnumerateLiveKeys()
    {
        RequireNoRecord("enumerated");
        AdvanceClock();
        using var keys = _operator.Definition.OpenKeys(_store);
        while (keys.MoveNext())
        {
            _currentKey.Set(keys.Current, keys.CurrentHash);
            var isLive = IsLive(keys);
            _currentKey.Unset();
            if (isLive)
                yield return keys.Current;
        }
    }

    private void BeginVisit(BroadcastEvents events, int index) =>
        (_visit, _visitedFor, _visitedIndex) = (_operator.Definition.OpenKeys(_store), events, index);

    private void EndVisit()
    {
        _visit?.Dispose();
        (_visit, _visitedFor) = (null, null);
    }

    /// <summary>Visits the keys that are left.</summary>
    /// <returns>true if there are none; false if a limit was reached, as for timers.</returns>
    private bool TryCompleteVisit()
    {
        if (_visit is not { } keys)
            return true;
        AdvanceClock();
        try
        {
            for (var visited = 0; visited < TimerLimit && !MustStop; visited++)
            {
                if (!keys.MoveNext())
                {
                    EndVisit();
                    return true;
                }

                Visit(keys, _visitedFor!, _visitedIndex);
            }

            return false;
        }
        catch
        {
            // The owner may continue to use the runner, with the next event.
            EndVisit();
            throw;
        }
    }

    private void Visit(KeyCursor<TKey> keys, BroadcastEvents events, int index)
    {
        var (key, emitted) = (keys.Current, Output.Count);
        _currentKey.Set(in key, keys.CurrentHash);
        if (IsLive(keys))
        {
            _context.BeginRun();
            _context.BeginRecord(events.Timestamps[index]);
            try
            {
                _operator.InvokeOnKey(events, index, _context);
                _operator.CommitRow();
            }
            catch (Exception exception)
            {
                // The error policy applies as in ProcessRun.
                Undo(emitted);
                if (!ErrorPolicy.Covers(exception))
                    throw;
                Reject(key, events.ValueAt(index), timer: null, events.DescribeOrigin(index), exception);
            }

            _store.CommitRecord();
        }

        _currentKey.Unset();
    }

    /// <summary>Determines whether the current key is live. This may remove its expired entries, as a record of its own.</summary>
    private bool IsLive(KeyCursor<TKey> keys)
    {
        try
        {
            var isLive = keys.IsLive;
            _store.CommitRecord();
            return isLive;
        }
        catch
        {
            // The owner may continue to use the runner.
            Undo(emitted: null);
            throw;
        }
    }
}
