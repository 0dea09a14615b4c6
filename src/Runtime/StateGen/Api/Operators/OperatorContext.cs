using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>
/// Provides timers, time and output to the callbacks of an operator. One instance serves all records of a subtask; do not keep a reference to it.
/// </summary>
/// <typeparam name="TOut">The type of the operator's output.</typeparam>
public sealed class OperatorContext<TOut>
{
    private long _timestamp = EventTime.Minimum;

    internal OperatorContext(TimerService timers) => Timers = timers;

    /// <summary>Gets the service that registers and deletes timers of the current key.</summary>
    public TimerService Timers { get; }

    /// <summary>Gets the event time of the record, or the time of the timer, that is being processed.</summary>
    public DateTimeOffset Timestamp => EventTime.ToTimestamp(_timestamp);

    /// <summary>
    /// Gets the watermark: no more events before it are expected. It is <see cref="DateTimeOffset.MinValue"/> before the first watermark. While a timer fires,
    /// it has advanced no further than the time of that timer.
    /// </summary>
    public DateTimeOffset Watermark => EventTime.ToTimestamp(CurrentWatermark);

    internal long CurrentWatermark { get; set; } = EventTime.Minimum;

    internal OutputBuffer<TOut> Output { get; } = new();

    /// <summary>
    /// Appends a value to the output, with the timestamp of the record or timer that is being processed. Downstream operators receive it after the current
    /// record is complete; it is dropped if the current record fails.
    /// </summary>
    /// <param name="value">The value.</param>
    public void Emit(TOut value) => Output.Append(value, _timestamp);

    internal void BeginRecord(long timestamp) => _timestamp = timestamp;

    /// <summary>
    /// Begins a timer. While timers fire, the visible watermark moves from one timer to the next. Its final value depends on how the subtasks exchange
    /// watermarks, and results must not depend on that.
    /// </summary>
    internal void BeginTimer(long timestamp)
    {
        _timestamp = timestamp;
        CurrentWatermark = Math.Max(CurrentWatermark, timestamp);
    }
}
