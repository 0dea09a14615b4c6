namespace FlightDelays.Throttling;

/// <summary>Limits the rate of records, in total for all readers that share the limit. Thread-safe.</summary>
/// <param name="recordsPerSecond">The rate, at least 1.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimit(int recordsPerSecond, TimeProvider time)
{
    // Records pass in steps of a fiftieth of a second, so that a slow rate still flows evenly.
    private const int StepsPerSecond = 50;
    private readonly Lock _lock = new();
    private long _free = time.GetTimestamp();

    /// <summary>Gets the number of records that may pass at once.</summary>
    public int Step { get; } = Math.Max(1, recordsPerSecond / StepsPerSecond);

    /// <summary>Waits until a number of records may pass.</summary>
    public async ValueTask WaitAsync(int records, CancellationToken cancellationToken)
    {
        var delay = Reserve(records);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, cancellationToken);
    }

    private TimeSpan Reserve(int records)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _free = Math.Max(_free, now) + (time.TimestampFrequency * records / recordsPerSecond);
            return time.GetElapsedTime(now, _free);
        }
    }
}
