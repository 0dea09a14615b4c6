namespace StateGen.Backends;

/// <summary>
/// The exception that is thrown when a backend cannot encode stored state after the record that stored it has ended: when a changed row leaves the cache, or
/// in a checkpoint. It is an error of the codec or of the stored object and not of the record that is being processed, so no error policy skips it.
/// </summary>
public sealed class StateWriteException : StateGenException
{
    /// <summary>Creates the exception with a general message.</summary>
    public StateWriteException()
        : base("Stored state cannot be written.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public StateWriteException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public StateWriteException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="operatorId">The operator.</param>
    /// <param name="key">The operator's key whose state cannot be written.</param>
    /// <param name="innerException">What the codec threw.</param>
    public StateWriteException(string operatorId, object? key, Exception innerException)
        : this(
            $"The state of operator '{operatorId}' for key '{key}' cannot be written: {innerException?.Message} "
            + "Either its codec refuses a value that it accepted when the value was stored, or an object was changed after it was stored: "
            + "store immutable objects, or declare the state [State(Copy = true)].",
            innerException)
    {
    }

    /// <summary>Creates the exception for an element of operator state, which has no key.</summary>
    internal static StateWriteException OfOperatorState(string operatorId, string stateName, Exception innerException) =>
        new(
            $"Operator state '{stateName}' of operator '{operatorId}' cannot be written: {innerException.Message} "
            + "Either its codec refuses a value that it accepted when the value was stored, or an object was changed after it was stored: "
            + "store immutable objects, or declare the state [OperatorState(Copy = true)].",
            innerException);
}
