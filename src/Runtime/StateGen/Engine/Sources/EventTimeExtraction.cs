using StateGen.Engine.Exchange;

namespace StateGen.Engine.Sources;

/// <summary>How a source's events get their time, and how far out of order they may come.</summary>
/// <param name="Timestamp">The event time in milliseconds since the Unix epoch; null when the stream has none.</param>
/// <param name="MaxOutOfOrderness">How many milliseconds an event may be earlier than one that came before it.</param>
internal sealed record EventTimeExtraction<T>(Func<T, long>? Timestamp, long MaxOutOfOrderness)
{
    public static EventTimeExtraction<T> None { get; } = new(null, 0);

    /// <exception cref="StateGenException">The event has no time; the message says where it came from.</exception>
    public long TimestampOf(T value, in RecordOrigin origin)
    {
        if (Timestamp is null)
            return EventTime.Minimum;
        try
        {
            return Timestamp(value);
        }
        catch (Exception exception)
        {
            // Whatever the user's function throws, the error names the record.
            throw new StateGenException($"The record at {origin} has no event time: {exception.Message}", exception);
        }
    }

    /// <summary>The watermark when <paramref name="maxEventTime"/> is the greatest event time so far.</summary>
    public long WatermarkAfter(long maxEventTime)
    {
        var distance = MaxOutOfOrderness + 1;
        return maxEventTime < EventTime.Minimum + distance ? EventTime.Minimum : maxEventTime - distance;
    }
}
