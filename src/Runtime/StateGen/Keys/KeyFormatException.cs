using System.Diagnostics.CodeAnalysis;

namespace StateGen.Keys;

/// <summary>A key that has no normal form, or encoded bytes that no key encodes to.</summary>
public sealed class KeyFormatException : ArgumentException
{
    /// <summary>Creates the exception with a general message.</summary>
    public KeyFormatException()
        : base("The key has no normal form, or its encoded bytes are damaged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the key, and what to use instead.</param>
    public KeyFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the key, and what to use instead.</param>
    /// <param name="innerException">The cause.</param>
    public KeyFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    [DoesNotReturn]
    internal static void ThrowNoNormalForm(string reason) => throw new KeyFormatException(reason);

    [DoesNotReturn]
    internal static void ThrowTruncated(int position, int needed, int remaining) =>
        throw new KeyFormatException($"The encoded key is truncated: {needed} bytes needed at offset {position}, {remaining} left.");

    internal static KeyFormatException Invalid(string type, int position, string reason) =>
        new($"The encoded key is damaged: the {type} that begins at offset {position} {reason}.");
}
