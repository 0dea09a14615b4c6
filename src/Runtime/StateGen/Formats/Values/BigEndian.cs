using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Formats.Values;

/// <summary>
/// Unchecked big-endian access. Invariant: the caller has reserved, or checked that there are, as many bytes as the number has at
/// <c>target</c> or <c>source</c>; <see cref="MessagePackWriter"/> and <see cref="MessagePackReader"/> are the only callers.
/// </summary>
internal static class BigEndian
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte target, ushort value) =>
        Unsafe.WriteUnaligned(ref target, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte target, uint value) =>
        Unsafe.WriteUnaligned(ref target, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte target, ulong value) =>
        Unsafe.WriteUnaligned(ref target, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReadUInt16(ref readonly byte source)
    {
        var value = Unsafe.ReadUnaligned<ushort>(in source);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32(ref readonly byte source)
    {
        var value = Unsafe.ReadUnaligned<uint>(in source);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64(ref readonly byte source)
    {
        var value = Unsafe.ReadUnaligned<ulong>(in source);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
