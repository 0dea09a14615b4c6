namespace StateGen;

/// <summary>
/// Specifies the reaction to an exception in a callback of an operator. In every case the record's effects on state, timers and output are undone first.
/// Immutable.
/// </summary>
public sealed class ErrorPolicy
{
    private readonly Action<DeadLetter>? _deadLetters;

    private ErrorPolicy(string name, bool fails, Action<DeadLetter>? deadLetters)
    {
        Name = name;
        Fails = fails;
        _deadLetters = deadLetters;
    }

    /// <summary>Gets the default policy: the exception is passed to the caller and fails the job.</summary>
    public static ErrorPolicy Fail { get; } = new("fail", fails: true, deadLetters: null);

    /// <summary>Gets the policy that skips the record as if it did not exist.</summary>
    public static ErrorPolicy Skip { get; } = new("skip", fails: false, deadLetters: null);

    /// <summary>Gets the name of the policy in logs and metrics.</summary>
    internal string Name { get; }

    internal bool Fails { get; }

    /// <summary>Creates a policy that skips the record and passes it to a receiver.</summary>
    /// <param name="receiver">
    /// The receiver of failed records, called on the thread of any subtask. Its effects are not part of the checkpoints: after a restore it may
    /// receive a record again. If it throws, the job fails.
    /// </param>
    public static ErrorPolicy DeadLetter(Action<DeadLetter> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return new("dead_letter", fails: false, receiver);
    }

    /// <summary>
    /// Determines whether a policy may skip the record with an exception. An error of StateGen itself, such as a failure of the disk, or of the process, such
    /// as the lack of memory, is not caused by the record.
    /// </summary>
    internal static bool Covers(Exception exception)
    {
        if (exception is StateGenException)
            return false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutOfMemoryException or AccessViolationException)
                return false;
        }

        return true;
    }

    internal void Receive(DeadLetter deadLetter) => _deadLetters?.Invoke(deadLetter);
}

/// <summary>A record or timer whose callback threw and whose effects were undone.</summary>
/// <param name="OperatorId">The id of the operator.</param>
/// <param name="Key">The key that was current.</param>
/// <param name="Event">The event; null when a timer failed.</param>
/// <param name="Timer">The timer; null when an event failed.</param>
/// <param name="Position">The origin of the event, such as a file and a line; null when unknown.</param>
/// <param name="Exception">The exception that the callback threw.</param>
public sealed record DeadLetter(string OperatorId, object Key, object? Event, FiredTimer? Timer, string? Position, Exception Exception);
