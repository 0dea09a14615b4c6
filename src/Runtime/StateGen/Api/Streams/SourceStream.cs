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

    /// <summary>Assigns event times, before the stream is used for anything else. The watermark of each split follows the latest event of that split.</summary>
    /// <param name="selector">A function that returns the time of an event; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its split; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public SourceStream<T> WithEventTime(Func<T, DateTimeOffset> selector, TimeSpan maxOutOfOrderness)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return WithEventTime(value => EventTime.FromTimestamp(selector(value)), maxOutOfOrderness);
    }

    /// <summary>Assigns event times, before the stream is used for anything else. The watermark of each split follows the latest event of that split.</summary>
    /// <param name="selector">A function that returns the time of an event, in UTC; rounded up to the millisecond.</param>
    /// <param name="maxOutOfOrderness">The maximum time by which an event may be earlier than a preceding event of its split; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public SourceStream<T> WithEventTime(Func<T, DateTime> selector, TimeSpan maxOutOfOrderness)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return WithEventTime(value => EventTime.FromTimestamp(RequireUtc(selector(value))), maxOutOfOrderness);
    }

    /// <summary>
    /// Lets a split without events hold back the watermark for a limited time only. A split is idle when it was ready to be read and has delivered nothing for
    /// that time. The watermark then follows the other splits, also those of other subtasks. When the split delivers again, it counts again; its events may be
    /// late then, because a watermark never steps back. If all splits are idle, the watermark stays where the latest event of any of them has brought it.
    /// Without this setting, no split is ever idle. Without event time, the setting has no effect. The setting works up to the next operator: an operator whose
    /// inputs are all idle holds back the watermark of a union with other streams.
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

    private static DateTimeOffset RequireUtc(DateTime time) =>
        time.Kind == DateTimeKind.Utc
            ? new DateTimeOffset(time)
            : throw new ArgumentException($"The event time {time:O} is not UTC. Select a DateTimeOffset, or a DateTime of kind Utc.", nameof(time));

    private SourceStream<T> WithEventTime(Func<T, long> timestamp, TimeSpan maxOutOfOrderness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOutOfOrderness, TimeSpan.Zero);
        var distance = (long)Math.Ceiling(maxOutOfOrderness.TotalMilliseconds);
        return new(_source, _eventTime with { Timestamp = timestamp, MaxOutOfOrderness = distance }, _name);
    }
}
