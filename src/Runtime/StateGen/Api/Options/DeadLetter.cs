namespace StateGen;

/// <summary>A record or timer whose callback threw, and whose effects were undone.</summary>
/// <param name="OperatorId">The operator.</param>
/// <param name="Key">The key that was current.</param>
/// <param name="Event">The event; null when a timer failed.</param>
/// <param name="Timer">The timer; null when an event failed.</param>
/// <param name="Position">Where the event came from, such as a file and a line; null when unknown.</param>
/// <param name="Exception">What was thrown.</param>
public sealed record DeadLetter(string OperatorId, object Key, object? Event, FiredTimer? Timer, string? Position, Exception Exception);
