namespace StateGen;

/// <summary>What a source is to read is missing, cannot be read, or is not what a checkpoint began to read.</summary>
public sealed class SourceUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SourceUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
