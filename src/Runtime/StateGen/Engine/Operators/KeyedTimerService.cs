using StateGen.Backends;

namespace StateGen.Engine.Operators;

/// <summary>
/// The timer service of one operator subtask, based on its table of timers. During the final drain at the end of input, newly registered event-time timers must
/// be kept without firing. They are stored in the table under a separate kind, so that they take part in the atomicity of records and a checkpoint tells them
/// apart, and get their real kind when the drain of all subtasks has ended. Processing-time timers do not fire any more then, and need no separate kind.
/// </summary>
internal sealed class KeyedTimerService<TKey>(TimerTable<TKey> timers, CurrentKey<TKey> currentKey) : TimerService
    where TKey : notnull
{
    private const TimerKind Held = (TimerKind)byte.MaxValue;

    private bool _draining;

    /// <summary>
    /// Gets a time that is not after that of the earliest processing-time timer, in milliseconds since the Unix epoch; <see cref="long.MaxValue"/> if there is
    /// no such timer.
    /// </summary>
    public long NextProcessingTime { get; private set; } = long.MinValue;

    public override void RegisterEventTime(DateTimeOffset timestamp)
    {
        var timer = At(TimerKind.EventTime, timestamp);
        if (_draining && !timers.Contains(timer))
            timer = timer with { Kind = Held };
        timers.Register(timer);
    }

    public override void DeleteEventTime(DateTimeOffset timestamp)
    {
        var timer = At(TimerKind.EventTime, timestamp);
        timers.Delete(timer);
        if (_draining)
            timers.Delete(timer with { Kind = Held });
    }

    public override bool ContainsEventTime(DateTimeOffset timestamp)
    {
        var timer = At(TimerKind.EventTime, timestamp);
        return timers.Contains(timer) || (_draining && timers.Contains(timer with { Kind = Held }));
    }

    public override void RegisterProcessingTime(DateTimeOffset timestamp)
    {
        var timer = At(TimerKind.ProcessingTime, timestamp);
        timers.Register(timer);
        // Stays where it is if the record fails: an alarm for nothing does no harm.
        NextProcessingTime = Math.Min(NextProcessingTime, timer.Timestamp);
    }

    public override void DeleteProcessingTime(DateTimeOffset timestamp) => timers.Delete(At(TimerKind.ProcessingTime, timestamp));

    public override bool ContainsProcessingTime(DateTimeOffset timestamp) => timers.Contains(At(TimerKind.ProcessingTime, timestamp));

    internal override void Postpone(DateTimeOffset timestamp) => timers.Register(At(TimerKind.EventTime, timestamp));

    /// <summary>Finds <see cref="NextProcessingTime"/> when those timers have fired that were due.</summary>
    public void FindNextProcessingTime() => NextProcessingTime = timers.EarliestTime(TimerKind.ProcessingTime);

    public void BeginDrain() => _draining = true;

    public void EndDrain()
    {
        while (timers.TryPeek(Held, EventTime.Maximum, out var timer))
        {
            timers.Delete(timer);
            timers.Register(timer with { Kind = TimerKind.EventTime });
        }

        _draining = false;
    }

    private KeyedTimer<TKey> At(TimerKind kind, DateTimeOffset timestamp)
    {
        currentKey.Require("Timers");
        return new(kind, EventTime.FromTimestamp(timestamp), currentKey.Value, currentKey.Hash);
    }
}
