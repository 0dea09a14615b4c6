using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="Int128"/> as 16 bytes of MessagePack binary, big-endian two's complement.</summary>
public readonly struct Int128Codec : ICodec<Int128>
{
    private const int Length = 16;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Normalize(Int128 value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in Int128 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        writer.WriteBinary(bytes);
    }

    /// <inheritdoc/>
    public static Int128 Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.Length == Length
            ? BinaryPrimitives.ReadInt128BigEndian(bytes)
            : throw SerializationFormatException.Invalid(nameof(Int128), $"has {bytes.Length} bytes instead of {Length}");
    }
}

/// <summary>Serializes <see cref="UInt128"/> as 16 bytes of MessagePack binary, big-endian.</summary>
public readonly struct UInt128Codec : ICodec<UInt128>
{
    private const int Length = 16;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Normalize(UInt128 value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        writer.WriteBinary(bytes);
    }

    /// <inheritdoc/>
    public static UInt128 Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.Length == Length
            ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : throw SerializationFormatException.Invalid(nameof(UInt128), $"has {bytes.Length} bytes instead of {Length}");
    }
}
