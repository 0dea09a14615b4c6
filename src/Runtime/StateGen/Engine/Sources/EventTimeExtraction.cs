using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;

namespace StateGen.Engine.Sources;

/// <summary>Extracts the event times of a stream, and computes watermarks from them.</summary>
/// <param name="Timestamp">A function that returns the event time in milliseconds since the Unix epoch; null if the stream has no event time.</param>
/// <param name="Strategy">The strategy that computes watermarks.</param>
internal sealed record EventTimeExtraction<T>(Func<T, long>? Timestamp, WatermarkStrategy<T> Strategy)
{
    public static EventTimeExtraction<T> None { get; } = new(null, WatermarkStrategy.None);

    /// <summary>Gets the time after which a split that delivers nothing does not hold back the watermark any more; null for never.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    public static EventTimeExtraction<T> Of(Func<T, DateTimeOffset> selector, WatermarkStrategy<T> strategy)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(strategy);
        return new(value => EventTime.FromTimestamp(selector(value)), strategy);
    }

    public static EventTimeExtraction<T> Of(Func<T, DateTime> selector, WatermarkStrategy<T> strategy)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(strategy);
        return new(value => EventTime.FromTimestamp(RequireUtc(selector(value))), strategy);
    }

    /// <summary>Extracts the time of an event.</summary>
    /// <param name="value">The event.</param>
    /// <param name="generator">The generator of the split; null if the watermark follows the event times.</param>
    /// <param name="timestamp">The event time.</param>
    /// <param name="reached">The greatest event time that counts for the watermark, if it is greater than before.</param>
    public void Extract(T value, WatermarkGenerator<T>? generator, out long timestamp, out long reached)
    {
        timestamp = reached = Timestamp!(value);
        if (generator is not null)
            reached = generator.Reach(value, timestamp);
    }

    /// <summary>Extracts the time of an event of a source. The parameters are those of <see cref="Extract"/>.</summary>
    /// <returns>true if the event has a time; false if it has none and was dropped.</returns>
    /// <exception cref="FunctionException">The event has no time, and is not dropped.</exception>
    public bool TryExtract(
        T value, WatermarkGenerator<T>? generator, in RecordOrigin origin, string sourceName, FailedRecords failed, out long timestamp, out long reached)
    {
        timestamp = reached = EventTime.Minimum;
        if (Timestamp is null)
            return true;
        try
        {
            Extract(value, generator, out timestamp, out reached);
            return true;
        }
        catch (Exception exception)
        {
            // The functions are user code and may throw any exception. The error policy applies; otherwise, the wrapping exception names the record.
            var function = $"The event time{(generator is null ? "" : " or watermark")} of source '{sourceName}'";
            failed.Drop(sourceName, function, value, origin.ToString(), exception);
            return false;
        }
    }

    private static DateTimeOffset RequireUtc(DateTime time) =>
        time.Kind == DateTimeKind.Utc
            ? new DateTimeOffset(time)
            : throw new ArgumentException($"The event time {time:O} is not UTC. Select a DateTimeOffset, or a DateTime of kind Utc.", nameof(time));
}
