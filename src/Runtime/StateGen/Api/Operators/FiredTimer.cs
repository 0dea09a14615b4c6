namespace StateGen;

/// <summary>A timer that has fired.</summary>
/// <param name="Timestamp">The time that it was registered for, to the millisecond, in UTC.</param>
/// <param name="Kind">Which time it followed.</param>
public readonly record struct FiredTimer(DateTimeOffset Timestamp, TimerKind Kind);
