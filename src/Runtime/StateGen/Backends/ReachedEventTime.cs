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

    /// <summary>
    /// Finds the times of a subtask after a restore: what one of the former subtasks has yet to see must not be past. The watermark is that of the operator.
    /// The clock is that of the state, because what has expired stays expired.
    /// </summary>
    /// <param name="all">The times of all former subtasks.</param>
    /// <param name="owners">Those of the former subtasks that have state of this one.</param>
    public static ReachedEventTime After(IEnumerable<ReachedEventTime> all, IEnumerable<ReachedEventTime> owners) => new(
        all.Select(static former => former.Watermark).DefaultIfEmpty(EventTime.Minimum).Min(),
        owners.Select(static former => former.Clock).DefaultIfEmpty(EventTime.Minimum).Min());
}
