using StateGen.Checkpoints;

namespace StateGen.Backends;

/// <summary>The event times that a subtask had reached at a checkpoint.</summary>
/// <param name="Watermark">The last watermark whose timers had all fired, in milliseconds since the Unix epoch.</param>
/// <param name="Clock">The time by which state had expired. It is that of the last timer if more are due, and the watermark otherwise.</param>
internal readonly record struct ReachedEventTime(long Watermark, long Clock)
{
    /// <summary>Gets the times before the first watermark.</summary>
    public static ReachedEventTime Nothing => new(EventTime.Minimum, EventTime.Minimum);

    /// <summary>Gets the clock if a checkpoint must contain it; null if the watermark tells it.</summary>
    public long? ClockToStore => Clock > Watermark ? Clock : null;

    /// <summary>Finds the times in a checkpoint.</summary>
    public static ReachedEventTime In(SubtaskSnapshot snapshot) =>
        new(snapshot.WatermarkMilliseconds, snapshot.EventClockMilliseconds ?? snapshot.WatermarkMilliseconds);

    /// <summary>Finds the times that all former subtasks had reached: what one of them has yet to see must not be past.</summary>
    public static ReachedEventTime ByAll(IEnumerable<ReachedEventTime> former) => former
        .DefaultIfEmpty(Nothing)
        .Aggregate(static (lowest, other) => new(Math.Min(lowest.Watermark, other.Watermark), Math.Min(lowest.Clock, other.Clock)));
}
