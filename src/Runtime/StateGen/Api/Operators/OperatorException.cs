namespace StateGen;

/// <summary>
/// The exception that is thrown when a callback of an operator throws and the error policy is <see cref="ErrorPolicy.Fail"/>. The record's effects are undone.
/// </summary>
public sealed class OperatorException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="key">The key that was current.</param>
    /// <param name="position">The origin of the event; null when unknown.</param>
    /// <param name="innerException">The exception that the callback threw.</param>
    public OperatorException(string operatorId, object key, string? position, Exception innerException)
        : base($"Operator '{operatorId}' failed for key '{key}'{(position is null ? "" : $" at {position}")}: {innerException?.Message}", innerException)
    {
        OperatorId = operatorId;
        Key = key;
        Position = position;
    }

    private OperatorException(string operatorId, string? position, Exception innerException)
        : base(
            $"Operator '{operatorId}' failed for a broadcast event{(position is null ? "" : $" at {position}")}: {innerException.Message}", innerException)
    {
        OperatorId = operatorId;
        Position = position;
    }

    /// <summary>Gets the id of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>Gets the key that was current; null for a broadcast event.</summary>
    public object? Key { get; }

    /// <summary>Gets the origin of the event, such as a file and a line; null when unknown.</summary>
    public string? Position { get; }

    /// <summary>
    /// Gets the number of events of the batch that were processed before the one that failed (<see cref="OperatorHost{TKey, TIn, TOut}.ProcessBatch"/>); their
    /// effects are kept. It is also the index of the event that failed, whose effects are undone. Null if no batch was passed to a host.
    /// </summary>
    public int? ProcessedCount { get; internal set; }

    /// <summary>Gets a message that describes the error and, if a batch was passed to a host, which of its events failed.</summary>
    public override string Message => ProcessedCount is { } count
        ? $"{base.Message} It is the event at index {count} of the batch: the events before it were processed, those behind it were not."
        : base.Message;

    /// <summary>Creates the exception for a broadcast event, which has no key.</summary>
    internal static OperatorException OfBroadcast(string operatorId, string? position, Exception innerException) =>
        new(operatorId, position, innerException);
}
