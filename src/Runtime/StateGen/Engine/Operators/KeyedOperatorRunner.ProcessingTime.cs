using StateGen.Backends;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <content>
/// Fires processing-time timers: between records, a few after each group of records, so that neither records nor timers wait for many of the others.
/// </content>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut>
{
    /// <summary>
    /// Gets a value indicating whether processing-time timers fire between records when the clock has reached them. A host fires them only when it is told to.
    /// </summary>
    public bool FollowsClock { get; init; }

    /// <inheritdoc cref="KeyedTimerService{TKey}.NextProcessingTime"/>
    public long NextProcessingTime => _timerService.NextProcessingTime;

    /// <summary>Gets the processing time in milliseconds since the Unix epoch.</summary>
    public long ProcessingTime => _store.Options.Clock.Now;

    /// <summary>Gets a value indicating whether processing-time timers may be due. Cheap if there are none.</summary>
    public bool IsProcessingTimeDue => NextProcessingTime != long.MaxValue && NextProcessingTime <= ProcessingTime;

    /// <summary>Fires, in the order of time, the processing-time timers up to a time, in milliseconds since the Unix epoch.</summary>
    /// <returns>true if all of them have fired; false if a limit was reached. The caller then takes the output and calls this method again.</returns>
    public bool FireProcessingTime(long upTo)
    {
        var isComplete = FireSome(upTo);
        _store.CompleteBatch();
        return isComplete;
    }

    /// <summary>Moves the clock to a time and fires, each at its own time, the processing-time timers that are due then. For a runner without limits.</summary>
    public void AdvanceProcessingTime(long time)
    {
        var upTo = Math.Max(time, ProcessingTime);
        while (_timers.TryPeek(TimerKind.ProcessingTime, upTo, out var timer))
        {
            _store.Options.Clock.MoveTo(timer.Timestamp);
            Fire(timer);
        }

        _store.Options.Clock.MoveTo(upTo);
        _store.CompleteBatch();
    }

    /// <summary>Determines whether processing-time timers must fire before the next record.</summary>
    internal bool MustFireBefore(in RecordCursor cursor) => cursor.Record >= cursor.NextTimers && FollowsClock && IsProcessingTimeDue;

    // The next records are processed before more timers fire, even if those are due already, or always register themselves again.
    private void FireBetweenRecords(ref RecordCursor cursor)
    {
        if (!MustFireBefore(cursor))
            return;
        cursor.NextTimers = cursor.Record + PrefetchGroup.Length;
        FireSome(ProcessingTime);
    }

    private bool FireSome(long upTo)
    {
        for (var fired = 0; fired < TimerLimit && !MustStop; fired++)
        {
            if (!_timers.TryPeek(TimerKind.ProcessingTime, upTo, out var timer))
            {
                _timerService.FindNextProcessingTime();
                return true;
            }

            Fire(timer);
        }

        return false;
    }
}
