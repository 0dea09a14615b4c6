using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>
/// Encodes keys of a fixed-size integer type, <see cref="byte"/> to <see cref="UInt128"/>, in as many bytes as the type has: big-endian, with the sign bit
/// of signed types flipped, so that the order of the bytes is the order of the numbers.
/// </summary>
/// <typeparam name="T">The integer type.</typeparam>
/// <remarks>The size is a constant where the code is compiled for one type, so that a single branch of each method remains.</remarks>
public readonly struct IntegerKeyCodec<T> : IKeyCodec<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Normalize(T key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in T left, in T right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in T key) => Unsafe.SizeOf<T>() switch
    {
        1 => StableHash.OfByte(Unsafe.BitCast<T, byte>(FlipSign(key))),
        2 => StableHash.OfUInt16(Unsafe.BitCast<T, ushort>(FlipSign(key))),
        4 => StableHash.OfUInt32(Unsafe.BitCast<T, uint>(FlipSign(key))),
        8 => StableHash.OfUInt64(Unsafe.BitCast<T, ulong>(FlipSign(key))),
        _ => StableHash.OfUInt128(Unsafe.BitCast<T, UInt128>(FlipSign(key))),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in T key)
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 1: writer.WriteByte(Unsafe.BitCast<T, byte>(FlipSign(key))); break;
            case 2: writer.WriteUInt16(Unsafe.BitCast<T, ushort>(FlipSign(key))); break;
            case 4: writer.WriteUInt32(Unsafe.BitCast<T, uint>(FlipSign(key))); break;
            case 8: writer.WriteUInt64(Unsafe.BitCast<T, ulong>(FlipSign(key))); break;
            default: writer.WriteUInt128(Unsafe.BitCast<T, UInt128>(FlipSign(key))); break;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ref KeyReader reader) => FlipSign(Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<byte, T>(reader.ReadByte()),
        2 => Unsafe.BitCast<ushort, T>(reader.ReadUInt16()),
        4 => Unsafe.BitCast<uint, T>(reader.ReadUInt32()),
        8 => Unsafe.BitCast<ulong, T>(reader.ReadUInt64()),
        _ => Unsafe.BitCast<UInt128, T>(reader.ReadUInt128()),
    });

    // The smallest value of a signed type has only its sign bit set; that of an unsigned type is zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FlipSign(T key) => key ^ T.MinValue;
}
