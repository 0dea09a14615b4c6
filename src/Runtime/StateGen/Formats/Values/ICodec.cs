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
    /// <summary>Gets the effect of <see cref="Normalize"/>. The default, <see cref="Normalization.Changes"/>, is right for every codec.</summary>
    static virtual Normalization Normalization => Normalization.Changes;

    /// <summary>Returns the value as a restore would return it; for most types, the same value.</summary>
    /// <param name="value">Any value of the type.</param>
    /// <exception cref="ArgumentNullException">The value, or a member that must not be null, is null.</exception>
    /// <exception cref="ArgumentException">The value cannot be stored: a <see cref="DateTime"/> that is not UTC, text with a lone surrogate.</exception>
    static abstract T Normalize(T value);

    /// <summary>Returns a stored value for user code: the value itself, or a copy if user code could change it.</summary>
    /// <param name="value">A value that <see cref="Normalize"/> or <see cref="Read"/> returned.</param>
    static virtual T HandOut(T value) => value;

    /// <summary>
    /// Determines whether a value is the default of its type, which state does not store. The type's own <c>Equals</c> is not used, because it may treat other
    /// values as equal to the default.
    /// </summary>
    /// <param name="value">Any value of the type.</param>
    static virtual bool IsDefault(in T value) => DefaultBits.AreIn(in value);

    /// <summary>Writes one MessagePack value.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="value">A value that <see cref="Normalize"/> accepts.</param>
    /// <exception cref="ArgumentException">The value cannot be stored, as with <see cref="Normalize"/>.</exception>
    static abstract void Write(ref MessagePackWriter writer, in T value);

    /// <summary>Reads one MessagePack value.</summary>
    /// <param name="reader">The reader, positioned at the value; afterwards, behind it.</param>
    /// <exception cref="SerializationFormatException">The bytes are truncated or are not a value of the type.</exception>
    static abstract T Read(ref MessagePackReader reader);
}

/// <summary>
/// Specifies the effect of a codec's <see cref="ICodec{T}.Normalize"/> on values, so that calls without an effect can be left out. The members are ordered by
/// strength.
/// </summary>
public enum Normalization
{
    /// <summary>No effect: every value is its own normal form.</summary>
    None,

    /// <summary>Throws for some values and returns the others unchanged.</summary>
    Checks,

    /// <summary>May return another value.</summary>
    Changes,
}

/// <summary>
/// Recognizes the default of a type by its memory: all bits are zero, and a reference is null. A value whose fields are all default but whose padding is not
/// zero is not recognized, and is then stored like any other value.
/// </summary>
internal static class DefaultBits
{
    // The bytes are only read, so the result does not change if the garbage collector moves the objects that they refer to: null stays zero, and nothing
    // else becomes zero.
    public static bool AreIn<T>(in T value) =>
        !MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>()).ContainsAnyExcept((byte)0);
}
