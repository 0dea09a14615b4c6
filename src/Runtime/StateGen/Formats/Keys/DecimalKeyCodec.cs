using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>
/// Encodes decimals in numeric order. With the value as ±0.d1d2d3… × 10^E, d1 ≠ 0 and no trailing zero digit:
/// <list type="bullet">
/// <item>zero is 80;</item>
/// <item>a positive value is 0x81 + (E + 27), then the digits in pairs as bytes 10·d1 + d2 + 1 (an odd last digit is followed by a 0), then 00;</item>
/// <item>a negative value is the complement of every byte of the encoding of its absolute value.</item>
/// </list>
/// The normal form has the smallest scale that holds the value, and no negative zero: 1.00 and 1.0 are the key 1.
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
