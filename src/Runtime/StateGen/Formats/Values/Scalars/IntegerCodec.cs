using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>
/// Serializes a fixed-size integer type: <see cref="byte"/> to <see cref="ulong"/> as a MessagePack integer in its smallest form, and <see cref="Int128"/> and
/// <see cref="UInt128"/>, for which MessagePack has no integer, as 16 bytes of MessagePack binary, big-endian two's complement.
/// </summary>
/// <typeparam name="T">The integer type.</typeparam>
/// <remarks>The size and the sign are constants where the code is compiled for one type, so that a single branch of each method remains.</remarks>
public readonly struct IntegerCodec<T> : ICodec<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int LongLength = 16;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    private static bool IsSigned
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.MinValue != T.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Normalize(T value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in T value)
    {
        if (Unsafe.SizeOf<T>() == LongLength)
            WriteLong(ref writer, in value);
        else if (IsSigned)
            writer.WriteInt64(ToInt64(value));
        else
            writer.WriteUInt64(ToUInt64(value));
    }

    /// <inheritdoc/>
    public static T Read(ref MessagePackReader reader)
    {
        if (Unsafe.SizeOf<T>() == LongLength)
            return ReadLong(ref reader);
        return IsSigned ? ReadSigned(ref reader) : ReadUnsigned(ref reader);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToInt64(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, sbyte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => Unsafe.BitCast<T, long>(value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ToUInt64(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, ushort>(value),
        4 => Unsafe.BitCast<T, uint>(value),
        _ => Unsafe.BitCast<T, ulong>(value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReadSigned(ref MessagePackReader reader) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<sbyte, T>(reader.ReadSByte()),
        2 => Unsafe.BitCast<short, T>(reader.ReadInt16()),
        4 => Unsafe.BitCast<int, T>(reader.ReadInt32()),
        _ => Unsafe.BitCast<long, T>(reader.ReadInt64()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReadUnsigned(ref MessagePackReader reader) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<byte, T>(reader.ReadByte()),
        2 => Unsafe.BitCast<ushort, T>(reader.ReadUInt16()),
        4 => Unsafe.BitCast<uint, T>(reader.ReadUInt32()),
        _ => Unsafe.BitCast<ulong, T>(reader.ReadUInt64()),
    };

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteLong(ref MessagePackWriter writer, in T value)
    {
        Span<byte> bytes = stackalloc byte[LongLength];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Unsafe.BitCast<T, UInt128>(value));
        writer.WriteBinary(bytes);
    }

    private static T ReadLong(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.Length == LongLength
            ? Unsafe.BitCast<UInt128, T>(BinaryPrimitives.ReadUInt128BigEndian(bytes))
            : throw SerializationFormatException.Invalid(typeof(T).Name, $"has {bytes.Length} bytes instead of {LongLength}");
    }
}

/// <summary>
/// Serializes <see cref="Int128"/> and <see cref="UInt128"/> as 16 bytes of MessagePack binary, little-endian two's complement, as MessagePack-CSharp does.
/// </summary>
/// <typeparam name="T">The integer type, of 16 bytes.</typeparam>
public readonly struct LittleEndianIntegerCodec<T> : ICodec<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int Length = 16;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Normalize(T value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in T value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, Unsafe.BitCast<T, UInt128>(value));
        writer.WriteBinary(bytes);
    }

    /// <inheritdoc/>
    public static T Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.Length == Length
            ? Unsafe.BitCast<UInt128, T>(BinaryPrimitives.ReadUInt128LittleEndian(bytes))
            : throw SerializationFormatException.Invalid(typeof(T).Name, $"has {bytes.Length} bytes instead of {Length}");
    }
}
