using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>
/// Serializes <see cref="decimal"/> as 16 bytes of MessagePack binary: the four 32-bit words of <see cref="decimal.GetBits(decimal)"/>
/// (low, middle, high, flags), each little-endian. The scale is kept.
/// </summary>
public readonly struct DecimalCodec : ICodec<decimal>
{
    private const int WordCount = 4;
    private const int Length = WordCount * sizeof(int);
    private const int MostScale = 28;
    private const int ScaleShift = 16;
    private const int ScaleAndSignMask = unchecked((int)0x80FF_0000);

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal Normalize(decimal value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in decimal value)
    {
        Span<int> words = stackalloc int[WordCount];
        Span<byte> bytes = stackalloc byte[Length];
        decimal.GetBits(value, words);
        for (var word = 0; word < WordCount; word++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(word * sizeof(int))..], words[word]);
        writer.WriteBinary(bytes);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static decimal Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        if (bytes.Length != Length)
            throw SerializationFormatException.Invalid(nameof(Decimal), $"has {bytes.Length} bytes instead of {Length}");
        Span<int> words = stackalloc int[WordCount];
        for (var word = 0; word < WordCount; word++)
            words[word] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(word * sizeof(int))..]);
        return AreFlags(words[^1])
            ? new decimal(words)
            : throw SerializationFormatException.Invalid(nameof(Decimal), $"has the impossible flags 0x{words[^1]:x8}");
    }

    private static bool AreFlags(int flags) => (flags & ~ScaleAndSignMask) == 0 && (byte)(flags >> ScaleShift) <= MostScale;
}

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
            : throw SerializationFormatException.Invalid(nameof(Decimal), "is not the text of a number in range");
}
