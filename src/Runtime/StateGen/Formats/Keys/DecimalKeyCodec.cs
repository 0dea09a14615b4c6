using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// Encodes decimals in numeric order. With the value as ±0.d1d2d3… × 10^E, d1 ≠ 0 and no trailing zero digit:
/// <list type="bullet">
/// <item>zero is 80;</item>
/// <item>a positive value is 0x81 + (E + 27), then the digits in pairs as bytes 10·d1 + d2 + 1 (an odd last digit is followed by a 0), then 00;</item>
/// <item>a negative value is the complement of every byte of the encoding of its absolute value.</item>
/// </list>
/// The normal form has the smallest scale that holds the value and no negative zero: 1.00 and 1.0 are the key 1.
/// </summary>
public readonly struct DecimalKeyCodec : IKeyCodec<decimal>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal Normalize(decimal key)
    {
        if (key.Scale != 0)
            return DecimalDigits.WithSmallestScale(key);
        return key == 0 ? 0m : key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in decimal left, in decimal right) => left == right;

    /// <inheritdoc/>
    public static ulong Hash(in decimal key) => KeyHash.Of<decimal, DecimalKeyCodec>(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in decimal key) => DecimalDigits.Write(ref writer, key);

    /// <inheritdoc/>
    public static decimal Read(ref KeyReader reader) => DecimalDigits.Read(ref reader);
}

/// <summary>Converts between decimals and the encoding that <see cref="DecimalKeyCodec"/> describes.</summary>
internal static class DecimalDigits
{
    private const byte Zero = 0x80;
    private const byte SmallestExponent = 0x81;
    private const byte LargestExponent = SmallestExponent + ExponentBias + MostDigits;
    private const int ExponentBias = 27;
    private const int MostDigits = 29;
    private const int MostPairs = (MostDigits + 1) / 2;
    private const int MostScale = 28;
    private const byte Terminator = 0;
    private const byte LargestPair = 100;

    public static decimal WithSmallestScale(decimal value)
    {
        var scale = value.Scale;
        var mantissa = MantissaOf(value);
        if (mantissa == 0)
            return 0m;
        while (scale > 0 && mantissa % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }

        return Compose(mantissa, decimal.IsNegative(value), scale);
    }

    [SkipLocalsInit]
    public static void Write(ref KeyWriter writer, decimal value)
    {
        if (value == 0)
        {
            writer.WriteByte(Zero);
            return;
        }

        Span<byte> encoded = stackalloc byte[MostPairs + 2];
        encoded = encoded[..EncodePositive(value, encoded)];
        if (decimal.IsNegative(value))
            Complement(encoded);
        writer.Write(encoded);
    }

    [SkipLocalsInit]
    public static decimal Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var first = reader.ReadByte();
        if (first == Zero)
            return 0m;
        var mask = first < Zero ? byte.MaxValue : (byte)0;
        Span<byte> pairs = stackalloc byte[MostPairs];
        pairs = pairs[..ReadPairs(ref reader, pairs, mask, start)];
        return Decode((byte)(first ^ mask), pairs, mask != 0)
            ?? throw SerializationFormatException.InvalidKey(nameof(Decimal), start, "is not in normal form or out of range");
    }

    private static int EncodePositive(decimal value, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[MostDigits + 1];
        var count = SplitDigits(MantissaOf(value), digits);
        target[0] = (byte)(SmallestExponent + ExponentBias + count - value.Scale);
        var significant = digits[..count].LastIndexOfAnyExcept((byte)0) + 1;
        digits[significant] = 0;
        var length = 1;
        for (var index = 0; index < significant; index += 2)
            target[length++] = (byte)((10 * digits[index]) + digits[index + 1] + 1);
        target[length++] = Terminator;
        return length;
    }

    private static int SplitDigits(UInt128 mantissa, Span<byte> digits)
    {
        var count = 0;
        for (; mantissa != 0; count++)
        {
            (mantissa, var digit) = UInt128.DivRem(mantissa, 10);
            digits[count] = (byte)digit;
        }

        digits[..count].Reverse();
        return count;
    }

    private static int ReadPairs(ref KeyReader reader, scoped Span<byte> pairs, byte mask, int start)
    {
        for (var count = 0; ; count++)
        {
            var pair = (byte)(reader.ReadByte() ^ mask);
            if (pair == Terminator)
                return count;
            if (pair > LargestPair || count == pairs.Length)
                throw SerializationFormatException.InvalidKey(nameof(Decimal), start, "has an invalid digit pair");
            pairs[count] = pair;
        }
    }

    // Returns null unless the bytes are exactly those that Write produces: first digit and last pair not zero, mantissa and scale within a decimal's range.
    private static decimal? Decode(byte exponent, ReadOnlySpan<byte> pairs, bool negative)
    {
        if (exponent is < SmallestExponent or > LargestExponent || pairs.Length == 0 || pairs[0] <= 10 || pairs[^1] == 1)
            return null;
        UInt128 mantissa = 0;
        foreach (var pair in pairs)
            mantissa = (mantissa * 100) + (uint)(pair - 1);
        var scale = (2 * pairs.Length) - (exponent - SmallestExponent - ExponentBias);
        if ((pairs[^1] - 1) % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }

        for (; scale < 0; scale++)
            mantissa *= 10;
        return scale > MostScale || mantissa >> 96 != 0 ? null : Compose(mantissa, negative, scale);
    }

    private static void Complement(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            value = (byte)~value;
    }

    [SkipLocalsInit]
    private static UInt128 MantissaOf(decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        return new UInt128((uint)words[2], ((ulong)(uint)words[1] << 32) | (uint)words[0]);
    }

    private static decimal Compose(UInt128 mantissa, bool negative, int scale) =>
        new((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)scale);
}
