using System.Globalization;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="decimal"/> as invariant text with all digits of its scale, as MessagePack-CSharp does.</summary>
public readonly struct DecimalTextCodec : ICodec<decimal>
{
    // A sign, a leading zero, a point and 29 digits.
    private const int MostCharacters = 32;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    public static decimal Normalize(decimal value) => value;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in decimal value)
    {
        Span<char> text = stackalloc char[MostCharacters];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteString(text[..length]);
    }

    /// <inheritdoc/>
    public static decimal Read(ref MessagePackReader reader) =>
        decimal.TryParse(reader.ReadStringBytes(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw SerializationFormatException.Invalid(nameof(Decimal), "is not a text of a number in range");
}
