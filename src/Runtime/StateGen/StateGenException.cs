namespace StateGen;

/// <summary>
/// The base class of the errors that StateGen raises at run time and that the user can act on. The message is complete:
/// a program may catch this type and print only <see cref="Exception.Message"/>.
/// </summary>
public class StateGenException : Exception
{
    /// <summary>Creates an error with the default message.</summary>
    public StateGenException()
    {
    }

    /// <summary>Creates an error with a message.</summary>
    /// <param name="message">The message: what happened, to what, and what to do about it.</param>
    public StateGenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error that was caused by another exception.</summary>
    /// <param name="message">The message: what happened, to what, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public StateGenException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets a value indicating whether the failure will not pass by itself, so that no <see cref="RestartStrategy"/> restarts the job. A source or sink sets it
    /// in exceptions that another attempt would only repeat.
    /// </summary>
    public bool IsPermanent { get; init; }
}
