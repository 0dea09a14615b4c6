using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>What an operator may do besides touching its state. One instance serves all records of a subtask; do not keep it.</summary>
/// <typeparam name="TOut">The type of the operator's output.</typeparam>
public sealed class OperatorContext<TOut>
{
    private long _timestamp = EventTime.Minimum;

    internal OperatorContext(TimerService timers) => Timers = timers;

    /// <summary>Registers and deletes timers of the current key.</summary>
    public TimerService Timers { get; }

    /// <summary>The event time of the record, or the time of the timer, that is being processed.</summary>
    public DateTimeOffset Timestamp => EventTime.ToTimestamp(_timestamp);

    /// <summary>
    /// The watermark: no event before it is expected any more. <see cref="DateTimeOffset.MinValue"/> before the first one. A timer sees it reach the timer's
    /// time and no further.
    /// </summary>
    public DateTimeOffset Watermark => EventTime.ToTimestamp(CurrentWatermark);

    internal long CurrentWatermark { get; set; } = EventTime.Minimum;

    internal OutputBuffer<TOut> Output { get; } = new();

    /// <summary>Appends a record to the output. Nothing downstream runs before this record is complete; it is dropped when the record fails.</summary>
    /// <param name="value">The record, carrying the timestamp of what is being processed.</param>
    public void Emit(TOut value) => Output.Append(value, _timestamp);

    internal void BeginRecord(long timestamp) => _timestamp = timestamp;

    /// <summary>
    /// While timers fire, the watermark is seen to move from one to the next. How far it goes after the last of them depends on what the subtasks exchange, and
    /// results must not.
    /// </summary>
    internal void BeginTimer(long timestamp)
    {
        _timestamp = timestamp;
        CurrentWatermark = Math.Max(CurrentWatermark, timestamp);
    }
}
