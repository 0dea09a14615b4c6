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
