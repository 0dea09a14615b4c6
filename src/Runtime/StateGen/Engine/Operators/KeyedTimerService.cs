using StateGen.Backends;

namespace StateGen.Engine.Operators;

/// <summary>
/// The timer service of one operator subtask, based on its table of timers. During the final drain at the end of input, newly
/// registered timers must be kept without firing. They are stored in the table under a separate kind, so that they take part in the atomicity of records and a
/// checkpoint tells them apart, and get their real kind when the drain of all subtasks has ended.
/// </summary>
internal sealed class KeyedTimerService<TKey>(TimerTable<TKey> timers, CurrentKey<TKey> currentKey) : TimerService
    where TKey : notnull
{
    private const TimerKind Held = (TimerKind)byte.MaxValue;

    private bool _draining;

    public override void RegisterEventTime(DateTimeOffset timestamp)
    {
        var timer = At(timestamp);
        if (_draining && !timers.Contains(timer))
            timer = timer with { Kind = Held };
        timers.Register(timer);
    }

    public override void DeleteEventTime(DateTimeOffset timestamp)
    {
        var timer = At(timestamp);
        timers.Delete(timer);
        if (_draining)
            timers.Delete(timer with { Kind = Held });
    }

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

    private KeyedTimer<TKey> At(DateTimeOffset timestamp)
    {
        currentKey.Require("Timers");
        return new(TimerKind.EventTime, EventTime.FromTimestamp(timestamp), currentKey.Value, currentKey.Hash);
    }
}
