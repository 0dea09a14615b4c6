namespace StateGen;

/// <summary>
/// Specifies the reaction to a record that fails: in the parser of a source, the function of the event time or the key, a function on a stream, a callback of
/// an operator, or the format of a sink. In every case the record's effects on state, timers and output are undone first. Errors of StateGen, of the medium
/// and of the process, such as a lack of memory, fail the job under every policy. Immutable.
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

    /// <summary>
    /// Gets the policy that skips the record as if it did not exist. If the pipeline has a dead-letter sink, the record is written to it exactly once; see
    /// <see cref="RunnablePipeline.WithDeadLetters"/>.
    /// </summary>
    public static ErrorPolicy Skip { get; } = new("skip", fails: false, deadLetters: null);

    /// <summary>Gets the name of the policy in logs and metrics.</summary>
    internal string Name { get; }

    internal bool Fails { get; }

    /// <summary>
    /// Creates a policy that skips the record, as <see cref="Skip"/> does, and also passes it to a receiver, at least once. For dead letters that are exactly
    /// once, use <see cref="RunnablePipeline.WithDeadLetters"/>.
    /// </summary>
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
        // What a source says about a record is caused by the record, unless the exception of its parser is not.
        var thrown = exception is SourceRecordException ? exception.InnerException : exception;
        if (thrown is StateGenException)
            return false;
        for (var cause = thrown; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutOfMemoryException or AccessViolationException)
                return false;
        }

        return true;
    }

    internal void Receive(DeadLetter deadLetter) => _deadLetters?.Invoke(deadLetter);
}

/// <summary>A record or timer that failed and whose effects were undone.</summary>
/// <param name="Stage">The stage that failed: the name of the source or sink, the id of the operator, or the name of the function.</param>
/// <param name="Key">The key that was current; null when an event has failed before its key was known.</param>
/// <param name="Event">The event as the stage received it, or the text of a record that a source could not parse; null when a timer failed.</param>
/// <param name="Timer">The timer; null when an event failed.</param>
/// <param name="Position">The origin of the event, such as a file and a line; null when unknown.</param>
/// <param name="Exception">The exception that the stage threw.</param>
public sealed record DeadLetter(string Stage, object? Key, object? Event, FiredTimer? Timer, string? Position, Exception Exception);
