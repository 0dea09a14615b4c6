namespace StateGen;

/// <summary>
/// The exception that is thrown when a function of a pipeline throws and the error policy is <see cref="ErrorPolicy.Fail"/>: that of a <c>Select</c>,
/// <c>Where</c> or <c>SelectMany</c>, the selector of a key, or that of an event time. No output of the record is committed.
/// </summary>
public sealed class FunctionException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="function">The function, such as "Select after source 'orders'".</param>
    /// <param name="position">The origin of the event; null when unknown.</param>
    /// <param name="innerException">The exception that the function threw.</param>
    public FunctionException(string function, string? position, Exception innerException)
        : base($"{function} failed for the record{(position is null ? "" : $" at {position}")}: {innerException?.Message}", innerException)
    {
        Function = function;
        Position = position;
    }

    /// <summary>Gets the function, as the message names it.</summary>
    public string Function { get; }

    /// <summary>Gets the origin of the event, such as a file and a line; null when unknown.</summary>
    public string? Position { get; }
}
