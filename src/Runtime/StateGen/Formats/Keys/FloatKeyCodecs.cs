using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// Encodes <see cref="float"/> keys in 4 bytes, big-endian: the IEEE 754 bits with the sign bit flipped, or with all bits flipped if the number is negative.
/// The order of the bytes is then the numeric order. -0 is normalized to 0. NaN cannot be a key.
/// </summary>
public readonly struct SingleKeyCodec : IKeyCodec<float>
{
    private const uint SignBit = 0x8000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Normalize(float key)
    {
        if (float.IsNaN(key))
            KeyFormatException.ThrowNoNormalForm("NaN is not equal to itself and cannot be a key.");
        return key == 0 ? 0f : key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in float left, in float right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in float key) => StableHash.OfUInt32(Encode(key));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in float key) => writer.WriteUInt32(Encode(key));

    /// <inheritdoc/>
    public static float Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var key = Decode(reader.ReadUInt32());
        return float.IsNaN(key) || (key == 0 && float.IsNegative(key))
            ? throw SerializationFormatException.InvalidKey(nameof(Single), start, "is NaN or negative zero")
            : key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Encode(float key)
    {
        var bits = BitConverter.SingleToUInt32Bits(key);
        return (bits & SignBit) == 0 ? bits | SignBit : ~bits;
    }

    private static float Decode(uint encoded) =>
        BitConverter.UInt32BitsToSingle((encoded & SignBit) == 0 ? ~encoded : encoded & ~SignBit);
}

/// <summary>
/// Encodes <see cref="double"/> keys in 8 bytes, big-endian: the IEEE 754 bits with the sign bit flipped, or with all bits flipped if the number is negative.
/// The order of the bytes is then the numeric order. -0 is normalized to 0. NaN cannot be a key.
/// </summary>
public readonly struct DoubleKeyCodec : IKeyCodec<double>
{
    private const ulong SignBit = 0x8000_0000_0000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Normalize(double key)
    {
        if (double.IsNaN(key))
            KeyFormatException.ThrowNoNormalForm("NaN is not equal to itself and cannot be a key.");
        return key == 0 ? 0d : key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in double left, in double right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in double key) => StableHash.OfUInt64(Encode(key));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in double key) => writer.WriteUInt64(Encode(key));

    /// <inheritdoc/>
    public static double Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var key = Decode(reader.ReadUInt64());
        return double.IsNaN(key) || (key == 0 && double.IsNegative(key))
            ? throw SerializationFormatException.InvalidKey(nameof(Double), start, "is NaN or negative zero")
            : key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Encode(double key)
    {
        var bits = BitConverter.DoubleToUInt64Bits(key);
        return (bits & SignBit) == 0 ? bits | SignBit : ~bits;
    }

    private static double Decode(ulong encoded) =>
        BitConverter.UInt64BitsToDouble((encoded & SignBit) == 0 ? ~encoded : encoded & ~SignBit);
}
