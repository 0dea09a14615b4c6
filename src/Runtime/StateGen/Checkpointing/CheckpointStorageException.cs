namespace StateGen.Checkpoints;

/// <summary>The place that holds checkpoints cannot be used: not a directory, not writable, full, or taken by another process.</summary>
public sealed class CheckpointStorageException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
