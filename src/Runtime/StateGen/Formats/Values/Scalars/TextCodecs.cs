using System.Runtime.CompilerServices;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="string"/> as a MessagePack string. Null is refused; <see cref="NullableReferenceCodec{T, TCodec}"/> adds it.</summary>
public readonly struct StringCodec : ICodec<string>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Normalize(string value)
    {
        ThrowIfNull(value);
        var lone = Surrogates.IndexOfLone(value);
        return lone < 0 ? value : throw new ArgumentException($"The text has a lone surrogate at index {lone}, which no UTF-8 text can hold.", nameof(value));
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in string value)
    {
        ThrowIfNull(value);
        writer.WriteString(value);
    }

    /// <inheritdoc/>
    public static string Read(ref MessagePackReader reader) => reader.ReadString();

    private static void ThrowIfNull(string? value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), "The stored text is null, but its type is string: assign a text, or declare the state or member as string?.");
    }
}
