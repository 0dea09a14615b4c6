namespace StateGen.Checkpoints;

/// <summary>A checkpoint is intact but this code cannot use it: another format version, or content of another source or sink.</summary>
public sealed class CheckpointFormatException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
