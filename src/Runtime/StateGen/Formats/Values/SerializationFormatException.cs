using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>
/// The exception that is thrown when stored bytes are not the expected value or key: they are truncated, damaged, or of another type or range. Because the
/// state itself is broken, no <see cref="ErrorPolicy"/> skips the record during which the bytes were read.
/// </summary>
public sealed class SerializationFormatException : StateGenException
{
    /// <summary>Creates the exception with a general message.</summary>
    public SerializationFormatException()
        : base("The serialized bytes are damaged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that says what was expected, what was found, and where.</param>
    public SerializationFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that says what was expected, what was found, and where.</param>
    /// <param name="innerException">The cause.</param>
    public SerializationFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    [DoesNotReturn]
    internal static void ThrowTruncated(int position, long needed, int remaining) =>
        throw new SerializationFormatException(
            $"The serialized value is truncated: at least {needed} bytes are needed at offset {position}, but {remaining} are left.");

    [DoesNotReturn]
    internal static void ThrowTruncatedKey(int position, int needed, int remaining) =>
        throw new SerializationFormatException($"The encoded key is truncated: {needed} bytes are needed at offset {position}, but {remaining} are left.");

    internal static SerializationFormatException InvalidKey(string type, int position, string reason) =>
        new($"The encoded key is damaged: the {type} that begins at offset {position} {reason}.");

    internal static SerializationFormatException Unexpected(string expected, byte code, int position) =>
        new($"Expected {expected} at offset {position} of the serialized value, but found the format byte 0x{code:x2}.");

    internal static SerializationFormatException Invalid(string type, string reason) =>
        new($"The serialized {type} {reason}.");
}

/// <summary>Generated code: counts the nesting depth of values of recursive types while they are normalized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Nesting
{
    /// <summary>The maximum number of levels that can be stored.</summary>
    public const int Most = 512;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Begins normalizing a value that may contain others of its type.</summary>
    /// <exception cref="ArgumentException">Values of the type are nested deeper than <see cref="Most"/> levels, or contain themselves.</exception>
    public static void Enter()
    {
        if (_depth == Most || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
#pragma warning disable MA0015 // The parameter belongs to the Normalize method that calls this one.
        {
            throw new ArgumentException(
                $"The stored value is nested deeper than {Most} levels, or contains itself: keep its parts in a MapState or ListState.");
        }
#pragma warning restore MA0015

        _depth++;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public static void Leave() => _depth--;
}
