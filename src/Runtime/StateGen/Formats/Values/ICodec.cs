using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.Serialization;

/// <summary>
/// The stateless MessagePack codec of one value type. Implemented by structs and called through type parameters, so that every
/// call is direct. All members are thread-safe.
/// </summary>
/// <typeparam name="T">The value type.</typeparam>
public interface ICodec<T>
{
    /// <summary>What <see cref="Normalize"/> does; a codec that does not say may do anything.</summary>
    static virtual Normalization Normalization => Normalization.Changes;

    /// <summary>The value as a restore would hand it back; the same value for most types.</summary>
    /// <param name="value">Any value of the type.</param>
    /// <exception cref="ArgumentNullException">The value, or a member that must not be null, is null.</exception>
    /// <exception cref="ArgumentException">The value cannot be stored: a <see cref="DateTime"/> that is not UTC, text with a lone surrogate.</exception>
    static abstract T Normalize(T value);

    /// <summary>A value that is kept, as it is handed to user code: the value itself, or a copy where user code could change it.</summary>
    /// <param name="value">A value that <see cref="Normalize"/> or <see cref="Read"/> returned.</param>
    static virtual T HandOut(T value) => value;

    /// <summary>Whether a value is the default of its type, which state does not keep. Never what the type's own <c>Equals</c> says: that may take other values for it.</summary>
    /// <param name="value">Any value of the type.</param>
    static virtual bool IsDefault(in T value) => DefaultBits.AreIn(in value);

    /// <summary>Writes one MessagePack value.</summary>
    /// <param name="writer">Receives the bytes.</param>
    /// <param name="value">The value, for which <see cref="Normalize"/> does not throw.</param>
    /// <exception cref="ArgumentException">As <see cref="Normalize"/>.</exception>
    static abstract void Write(ref MessagePackWriter writer, in T value);

    /// <summary>Reads one MessagePack value.</summary>
    /// <param name="reader">Stands at the value; afterwards behind it.</param>
    /// <exception cref="SerializationFormatException">The bytes are truncated or are not a value of the type.</exception>
    static abstract T Read(ref MessagePackReader reader);
}

/// <summary>What a codec's <see cref="ICodec{T}.Normalize"/> does to values, so that calls without an effect are left out. The order is that of strength.</summary>
public enum Normalization
{
    /// <summary>Nothing: every value is its own normal form.</summary>
    None,

    /// <summary>It throws for some values and returns the others as they are.</summary>
    Checks,

    /// <summary>It may return another value.</summary>
    Changes,
}

/// <summary>
/// Tells the default of a type by its memory: all bits are zero, and a reference is null. A value with the same fields whose padding is not zero is not found, and is then kept
/// like any other.
/// </summary>
internal static class DefaultBits
{
    // The bytes are only looked at, so that it does not matter when the garbage collector moves what they refer to: null stays zero, and nothing else becomes zero.
    public static bool AreIn<T>(in T value) =>
        !MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>()).ContainsAnyExcept((byte)0);
}
