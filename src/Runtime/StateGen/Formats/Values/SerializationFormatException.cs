using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>
/// Stored bytes that are not the value or key that was expected: truncated, damaged, or of another type or range. As the state itself is
/// broken, no <see cref="ErrorPolicy"/> skips the record that met it.
/// </summary>
public sealed class SerializationFormatException : StateGenException
{
    /// <summary>Creates the exception with a general message.</summary>
    public SerializationFormatException()
        : base("The serialized bytes are damaged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what was found, and where.</param>
    public SerializationFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what was found, and where.</param>
    /// <param name="innerException">The cause.</param>
    public SerializationFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    [DoesNotReturn]
    internal static void ThrowTruncated(int position, long needed, int remaining) =>
        throw new SerializationFormatException($"The serialized value is truncated: at least {needed} bytes needed at offset {position}, {remaining} left.");

    [DoesNotReturn]
    internal static void ThrowTruncatedKey(int position, int needed, int remaining) =>
        throw new SerializationFormatException($"The encoded key is truncated: {needed} bytes needed at offset {position}, {remaining} left.");

    internal static SerializationFormatException InvalidKey(string type, int position, string reason) =>
        new($"The encoded key is damaged: the {type} that begins at offset {position} {reason}.");

    internal static SerializationFormatException Unexpected(string expected, byte code, int position) =>
        new($"Expected {expected} at offset {position} of the serialized value, but found the format byte 0x{code:x2}.");

    internal static SerializationFormatException Invalid(string type, string reason) =>
        new($"The serialized {type} {reason}.");
}

/// <summary>Generated code: counts how deep values of types that contain themselves are nested while they are normalized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Nesting
{
    /// <summary>The most levels that can be stored.</summary>
    public const int Most = 512;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Begins normalizing a value that may contain others of its type.</summary>
    /// <exception cref="ArgumentException">Such values are nested deeper than <see cref="Most"/> levels, or in a circle.</exception>
    public static void Enter()
    {
        if (_depth == Most || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
#pragma warning disable MA0015 // The parameter is that of the Normalize that calls this.
            throw new ArgumentException($"The stored value is nested deeper than {Most} levels, or contains itself: keep its parts in a MapState or ListState.");
#pragma warning restore MA0015
        _depth++;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public static void Leave() => _depth--;
}
