namespace StateGen;

/// <summary>The place that a sink writes to cannot be used: not a directory, not writable, full, or holding the output of another run.</summary>
public sealed class SinkUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SinkUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
