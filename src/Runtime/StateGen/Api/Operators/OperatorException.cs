namespace StateGen;

/// <summary>A callback of an operator threw, and <see cref="ErrorPolicy.Fail"/> was in force. The record's effects are undone.</summary>
public sealed class OperatorException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="key">The key that was current.</param>
    /// <param name="position">Where the event came from; null when unknown.</param>
    /// <param name="innerException">What the callback threw.</param>
    public OperatorException(string operatorId, object key, string? position, Exception innerException)
        : base($"Operator '{operatorId}' failed for key '{key}'{(position is null ? "" : $" at {position}")}: {innerException?.Message}", innerException)
    {
        OperatorId = operatorId;
        Key = key;
        Position = position;
    }

    /// <summary>The operator.</summary>
    public string OperatorId { get; }

    /// <summary>The key that was current.</summary>
    public object Key { get; }

    /// <summary>Where the event came from, such as a file and a line; null when unknown.</summary>
    public string? Position { get; }
}
