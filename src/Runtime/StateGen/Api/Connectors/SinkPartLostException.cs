namespace StateGen;

/// <summary>Output that a checkpoint had prepared is gone, or is not what was written, before it could be committed.</summary>
public sealed class SinkPartLostException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is lost and what to do about it.</param>
    public SinkPartLostException(string message)
        : base(message)
    {
    }
}
