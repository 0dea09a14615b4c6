using System.Diagnostics.CodeAnalysis;

namespace StateGen.Keys;

/// <summary>The exception that is thrown for a key that has no normal form: NaN, a lone surrogate, a time that is not UTC. Nothing has been written.</summary>
public sealed class KeyFormatException : ArgumentException
{
    /// <summary>Creates the exception with a general message.</summary>
    public KeyFormatException()
        : base("The key has no normal form.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that says what is wrong with the key and what to use instead.</param>
    public KeyFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that says what is wrong with the key and what to use instead.</param>
    /// <param name="innerException">The cause.</param>
    public KeyFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    [DoesNotReturn]
    internal static void ThrowNoNormalForm(string reason) => throw new KeyFormatException(reason);
}
