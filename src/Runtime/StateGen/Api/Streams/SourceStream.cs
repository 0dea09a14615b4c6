using StateGen.Engine.Graph;
using StateGen.Engine.Sources;

namespace StateGen;

/// <summary>Represents the stream of a source. Without event time, its watermark advances only at the end of input. Immutable.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public sealed class SourceStream<T> : EventStream<T>
{
    private readonly ISource<T> _source;
    private readonly EventTimeExtraction<T> _eventTime;
    private readonly string? _name;

    internal SourceStream(ISource<T> source, EventTimeExtraction<T> eventTime, string? name)
    {
        _source = source;
        _eventTime = eventTime;
        _name = name;
    }

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its split; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public override SourceStream<T> WithEventTime(Func<T, DateTimeOffset> selector, TimeSpan maxOutOfOrderness) =>
        WithEventTime(selector, WatermarkStrategy.Bounded(maxOutOfOrderness));

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event, in UTC; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its split; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public override SourceStream<T> WithEventTime(Func<T, DateTime> selector, TimeSpan maxOutOfOrderness) =>
        WithEventTime(selector, WatermarkStrategy.Bounded(maxOutOfOrderness));

    /// <summary>
    /// Assigns event times, before the stream is used for anything else. Each split has a watermark of its own, and the slowest of them counts. Checkpoints
    /// contain how far each split has come, so its watermark does not move back at a restart.
    /// </summary>
    /// <param name="selector">A function that returns the time of an event; rounded up to the millisecond.</param>
    /// <param name="strategy">The strategy that computes the watermarks of a split.</param>
    public override SourceStream<T> WithEventTime(Func<T, DateTimeOffset> selector, WatermarkStrategy<T> strategy) =>
        With(EventTimeExtraction<T>.Of(selector, strategy));

    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy{T})"/>
    /// <param name="selector">A function that returns the time of an event, in UTC; rounded up to the millisecond.</param>
    /// <param name="strategy">The strategy that computes the watermarks of a split.</param>
    public override SourceStream<T> WithEventTime(Func<T, DateTime> selector, WatermarkStrategy<T> strategy) =>
        With(EventTimeExtraction<T>.Of(selector, strategy));

    /// <summary>
    /// Lets a split without events hold back the watermark for a limited time only. A split is idle when it was ready to be read and has delivered nothing for
    /// that time. The watermark then follows the other splits, also those of other subtasks. When the split delivers again, it counts again; its events may be
    /// late then, because a watermark never steps back. If all splits are idle, the watermark stays where the latest event of any of them has brought it.
    /// Without this setting, no split is ever idle. The setting works up to the next operator, also where event times are
    /// assigned after a function: an operator whose inputs are all idle holds back the watermark of a union with other streams.
    /// </summary>
    /// <param name="timeout">The time, from more than zero to 49 days, on <see cref="PipelineOptions.Time"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public SourceStream<T> WithIdleTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromDays(49));
        return new(_source, _eventTime with { IdleTimeout = timeout }, _name);
    }

    internal override GraphOutput<T> AddTo(JobGraph graph)
    {
        var stage = new SourceStage<T>(_source, _eventTime, _name, graph.SourceCount);
        graph.AddSource(stage);
        return stage.Output;
    }

    private SourceStream<T> With(EventTimeExtraction<T> eventTime) => new(_source, eventTime with { IdleTimeout = _eventTime.IdleTimeout }, _name);
}
