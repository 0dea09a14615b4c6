using StateGen.Backends;
using StateGen.Engine.Operators;

namespace StateGen;

/// <summary>
/// Provides timers, time and output to the callbacks of an operator. One instance serves all records of a subtask; do not keep a reference to it.
/// </summary>
/// <typeparam name="TOut">The type of the operator's output.</typeparam>
public sealed class OperatorContext<TOut> : IRecordTime
{
    private readonly StateClock _clock;
    private long _timestamp = EventTime.Minimum;
    private bool _isTimer;
    private bool _isProcessingTimer;

    internal OperatorContext(TimerService timers, CurrentKey currentKey, int subtask, StateClock clock)
    {
        _clock = clock;
        Subtask = subtask;
        Timers = timers;
        SideOutputs = new(currentKey);
    }

    /// <summary>Gets the service that registers and deletes timers of the current key.</summary>
    public TimerService Timers { get; }

    /// <summary>
    /// Gets the index of the subtask, from 0. Which keys it processes depends on the parallelism, so what is emitted or stored should not depend on it.
    /// </summary>
    public int Subtask { get; }

    /// <summary>Gets the event time of the record, or the time of the timer, that is being processed.</summary>
    public DateTimeOffset Timestamp => EventTime.ToTimestamp(_timestamp);

    /// <summary>
    /// Gets the watermark: no more events before it are expected. It is <see cref="DateTimeOffset.MinValue"/> before the first watermark. While an event-time
    /// timer fires, it has advanced no further than the time of that timer.
    /// </summary>
    public DateTimeOffset Watermark => EventTime.ToTimestamp(CurrentWatermark);

    /// <summary>
    /// Gets the processing time: that of <see cref="PipelineOptions.Time"/>, to the millisecond, which processing-time timers and times to live follow. It
    /// never steps back, even when the system clock does or the job restarts. It is another one when a record is processed again after a restart.
    /// </summary>
    public DateTimeOffset ProcessingTime => EventTime.ToTimestamp(_clock.Now);

    /// <summary>
    /// Gets a value indicating whether the event is late: its time is not after <see cref="Watermark"/>, so timers for its time may have fired. False while a
    /// timer fires.
    /// </summary>
    public bool IsLate => !_isTimer && CurrentWatermark != EventTime.Minimum && _timestamp <= CurrentWatermark;

    // A processing-time timer has no event time.
    long IRecordTime.Milliseconds => _isProcessingTimer ? EventTime.Minimum : _timestamp;

    internal long CurrentWatermark { get; set; } = EventTime.Minimum;

    internal OutputBuffer<TOut> Output { get; } = new();

    internal SideOutputs SideOutputs { get; }

    /// <summary>
    /// Appends a value to the output, with the timestamp of the record or timer that is being processed. Downstream operators receive it after the current
    /// record is complete; it is dropped if the current record fails.
    /// </summary>
    /// <param name="value">The value.</param>
    public void Emit(TOut value) => Output.Append(value, _timestamp);

    /// <summary>Appends a value to a side output, as <see cref="Emit(TOut)"/> does to the output.</summary>
    /// <typeparam name="TSide">The type of the side output's values.</typeparam>
    /// <param name="tag">The side output.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="StateGenException">The pipeline does not use the side output. The error policy does not apply.</exception>
    public void Emit<TSide>(OutputTag<TSide> tag, TSide value)
    {
        if (SideOutputs.Append(tag, value, _timestamp) >= Output.Limit)
            Output.MarkFull();
    }

    /// <summary>Determines whether the pipeline uses a side output, so that an operator of a library can have an optional one.</summary>
    /// <typeparam name="TSide">The type of the side output's values.</typeparam>
    /// <param name="tag">The side output.</param>
    /// <returns>true if <see cref="Emit{TSide}"/> accepts the tag; otherwise, false.</returns>
    public bool IsConnected<TSide>(OutputTag<TSide> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return SideOutputs.Find(tag) is not null;
    }

    /// <summary>Begins a run of records, after timers may have fired.</summary>
    internal void BeginRun() => _isTimer = _isProcessingTimer = false;

    internal void BeginRecord(long timestamp) => _timestamp = timestamp;

    /// <summary>
    /// Begins a timer. While event-time timers fire, the visible watermark moves from one timer to the next. Its final value depends on how the subtasks
    /// exchange watermarks, and results must not depend on that.
    /// </summary>
    internal void BeginTimer(TimerKind kind, long timestamp)
    {
        _timestamp = timestamp;
        _isTimer = true;
        _isProcessingTimer = kind == TimerKind.ProcessingTime;
        if (kind != TimerKind.ProcessingTime)
            CurrentWatermark = Math.Max(CurrentWatermark, timestamp);
    }
}
