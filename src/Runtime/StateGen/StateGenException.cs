namespace StateGen;

/// <summary>
/// Base of every error that StateGen raises at run time for a reason that its user can act upon. The message is complete:
/// a program may catch this type and print <see cref="Exception.Message"/> alone.
/// </summary>
public class StateGenException : Exception
{
    /// <summary>Creates an error without a message of its own.</summary>
    public StateGenException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">What happened, to what, and what to do about it.</param>
    public StateGenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error that another one caused.</summary>
    /// <param name="message">What happened, to what, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public StateGenException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
