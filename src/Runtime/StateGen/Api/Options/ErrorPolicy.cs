namespace StateGen;

/// <summary>
/// What happens when a callback of an operator throws. Whatever it is, the record's effects are undone first: state, timers and output.
/// Immutable.
/// </summary>
public sealed class ErrorPolicy
{
    private readonly Action<DeadLetter>? _deadLetters;

    private ErrorPolicy(bool fails, Action<DeadLetter>? deadLetters)
    {
        Fails = fails;
        _deadLetters = deadLetters;
    }

    /// <summary>The exception goes on to the caller and fails the job. The default.</summary>
    public static ErrorPolicy Fail { get; } = new(fails: true, deadLetters: null);

    /// <summary>The record is skipped as if it had not been there.</summary>
    public static ErrorPolicy Skip { get; } = new(fails: false, deadLetters: null);

    internal bool Fails { get; }

    /// <summary>The record is skipped, and handed to a receiver.</summary>
    /// <param name="receiver">
    /// Receives each failed record, from the thread of any subtask. What it does is outside the checkpoints: after a restore it may
    /// see a record again. When it throws, the job fails.
    /// </param>
    public static ErrorPolicy DeadLetter(Action<DeadLetter> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return new(fails: false, receiver);
    }

    internal void Receive(DeadLetter deadLetter) => _deadLetters?.Invoke(deadLetter);
}

/// <summary>A record or timer whose callback threw, and whose effects were undone.</summary>
/// <param name="OperatorId">The operator.</param>
/// <param name="Key">The key that was current.</param>
/// <param name="Event">The event; null when a timer failed.</param>
/// <param name="Timer">The timer; null when an event failed.</param>
/// <param name="Position">Where the event came from, such as a file and a line; null when unknown.</param>
/// <param name="Exception">What was thrown.</param>
public sealed record DeadLetter(string OperatorId, object Key, object? Event, FiredTimer? Timer, string? Position, Exception Exception);
