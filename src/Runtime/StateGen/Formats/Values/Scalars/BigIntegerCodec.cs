using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="BigInteger"/> as MessagePack binary: little-endian two's complement in as few bytes as possible.</summary>
public readonly struct BigIntegerCodec : ICodec<BigInteger>
{
    private const int StackLength = 64;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BigInteger Normalize(BigInteger value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[StackLength];
        if (value.TryWriteBytes(bytes, out var length))
            writer.WriteBinary(bytes[..length]);
        else
            writer.WriteBinary(value.ToByteArray());
    }

    /// <inheritdoc/>
    public static BigInteger Read(ref MessagePackReader reader) => new(reader.ReadBinary());
}
