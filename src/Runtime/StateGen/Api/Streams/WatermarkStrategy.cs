namespace StateGen;

/// <summary>
/// Determines how far event time has come from the events that have arrived: for each split of a source, or for each subtask where event times are assigned
/// after a function. Immutable and thread-safe.
/// </summary>
public sealed class WatermarkStrategy
{
    internal WatermarkStrategy(long? maxOutOfOrderness) => MaxOutOfOrderness = maxOutOfOrderness;

    /// <summary>Gets the strategy for events in the order of time: no event is earlier than a preceding one. Equal times are allowed.</summary>
    public static WatermarkStrategy Ascending { get; } = new(0);

    /// <summary>
    /// Gets the strategy without watermarks: events have times, but event time advances only at the end of input, and timers fire only there. The watermark
    /// of a union or an operator with two inputs stays behind as well.
    /// </summary>
    public static WatermarkStrategy None { get; } = new(null);

    /// <summary>Gets the distance in milliseconds between the latest event and the watermark; null for no watermark.</summary>
    internal long? MaxOutOfOrderness { get; }

    /// <summary>Creates a strategy for events that are out of order by a limited time. The watermark follows the latest event at this distance.</summary>
    /// <param name="maxOutOfOrderness">
    /// The maximum time by which an event may be earlier than a preceding one, not negative; rounded up to the millisecond.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOutOfOrderness"/> is negative.</exception>
    public static WatermarkStrategy Bounded(TimeSpan maxOutOfOrderness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOutOfOrderness, TimeSpan.Zero);
        return new((long)Math.Ceiling(maxOutOfOrderness.TotalMilliseconds));
    }

    /// <summary>Creates a strategy that computes the watermark with code of yours, for example from marks in the events.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="createGenerator">
    /// A function that creates a generator. It is called once for each split or subtask, at each start and restart, and by several threads at the same time.
    /// </param>
    public static WatermarkStrategy<T> Custom<T>(Func<WatermarkGenerator<T>> createGenerator)
    {
        ArgumentNullException.ThrowIfNull(createGenerator);
        return new(new(0), createGenerator);
    }
}

/// <summary>A <see cref="WatermarkStrategy"/> for events of one type. Immutable and thread-safe.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
public sealed class WatermarkStrategy<T>
{
    private readonly WatermarkStrategy _strategy;
    private readonly Func<WatermarkGenerator<T>>? _createGenerator;

    internal WatermarkStrategy(WatermarkStrategy strategy, Func<WatermarkGenerator<T>>? createGenerator) =>
        (_strategy, _createGenerator) = (strategy, createGenerator);

    /// <summary>Converts a strategy that does not look at the events.</summary>
    /// <param name="strategy">The strategy.</param>
    public static implicit operator WatermarkStrategy<T>(WatermarkStrategy strategy) => FromWatermarkStrategy(strategy);

    /// <summary>Converts a strategy that does not look at the events.</summary>
    /// <param name="strategy">The strategy.</param>
    public static WatermarkStrategy<T> FromWatermarkStrategy(WatermarkStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        return new(strategy, createGenerator: null);
    }

    /// <summary>Creates the generator of a split or subtask.</summary>
    /// <returns>The generator; null if the strategy needs none.</returns>
    /// <exception cref="StateGenException">The function that was passed to <see cref="WatermarkStrategy.Custom"/> returned null.</exception>
    internal WatermarkGenerator<T>? CreateGenerator() => _createGenerator is null
        ? null
        : _createGenerator() ?? throw new StateGenException(
            $"The function that was passed to {nameof(WatermarkStrategy)}.{nameof(WatermarkStrategy.Custom)} returned null. "
            + "Return a new generator from each call.")
        {
            IsPermanent = true,
        };

    /// <summary>Computes the watermark from the greatest event time that counts.</summary>
    internal long WatermarkAfter(long maxEventTime)
    {
        if (_strategy.MaxOutOfOrderness is not { } maxOutOfOrderness)
            return EventTime.Minimum;
        var distance = maxOutOfOrderness + 1;
        return maxEventTime < EventTime.Minimum + distance ? EventTime.Minimum : maxEventTime - distance;
    }
}

/// <summary>
/// The base class of generators of watermarks (<see cref="WatermarkStrategy.Custom"/>). It sees the events of one split or subtask in their order and may keep
/// data between them, which no checkpoint contains: after a restart, a new generator begins. Used by one thread at a time.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class WatermarkGenerator<T>
{
    /// <summary>
    /// Computes the watermark after an event. If it throws, the <see cref="ErrorPolicy"/> applies to the event.
    /// </summary>
    /// <param name="value">The event.</param>
    /// <param name="timestamp">Its event time, to the millisecond.</param>
    /// <returns>
    /// The time up to which, inclusive, no more events are expected; rounded down to the millisecond. Null if the watermark stays. A time that is not after the
    /// watermark is ignored: it never moves back, for a split not even after a restart, because it is part of the checkpointed position.
    /// </returns>
    public abstract DateTimeOffset? OnEvent(T value, DateTimeOffset timestamp);

    /// <summary>Computes the greatest event time that counts after an event: the watermark is just before it.</summary>
    internal long Reach(T value, long timestamp) => OnEvent(value, EventTime.ToTimestamp(timestamp)) is { } watermark
        ? watermark.ToUnixTimeMilliseconds() + 1
        : EventTime.Minimum;
}
