using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Formats.Values;

/// <summary>The format bytes that begin MessagePack values, from the table "Formats" of the specification.</summary>
internal static class FormatCode
{
    public const byte LargestPositiveFixInt = 0x7f;
    public const byte FixMap = 0x80;
    public const byte FixArray = 0x90;
    public const byte FixString = 0xa0;
    public const byte Nil = 0xc0;
    public const byte NeverUsed = 0xc1;
    public const byte False = 0xc2;
    public const byte True = 0xc3;
    public const byte Binary8 = 0xc4;
    public const byte Binary16 = 0xc5;
    public const byte Binary32 = 0xc6;
    public const byte Extension8 = 0xc7;
    public const byte Extension16 = 0xc8;
    public const byte Extension32 = 0xc9;
    public const byte Float32 = 0xca;
    public const byte Float64 = 0xcb;
    public const byte UInt8 = 0xcc;
    public const byte UInt16 = 0xcd;
    public const byte UInt32 = 0xce;
    public const byte UInt64 = 0xcf;
    public const byte Int8 = 0xd0;
    public const byte Int16 = 0xd1;
    public const byte Int32 = 0xd2;
    public const byte Int64 = 0xd3;
    public const byte FixExtension1 = 0xd4;
    public const byte FixExtension2 = 0xd5;
    public const byte FixExtension4 = 0xd6;
    public const byte FixExtension8 = 0xd7;
    public const byte FixExtension16 = 0xd8;
    public const byte String8 = 0xd9;
    public const byte String16 = 0xda;
    public const byte String32 = 0xdb;
    public const byte Array16 = 0xdc;
    public const byte Array32 = 0xdd;
    public const byte Map16 = 0xde;
    public const byte Map32 = 0xdf;
    public const byte SmallestNegativeFixInt = 0xe0;

    public const int LargestFixCollection = 15;
    public const int LargestFixString = 31;

    /// <summary>The extension type of timestamps, reserved by the specification.</summary>
    public const sbyte TimestampType = -1;
}

/// <summary>
/// Provides unchecked big-endian access. Invariant: the caller has reserved or checked as many bytes at <c>target</c> or <c>source</c> as the number takes;
/// <see cref="MessagePackWriter"/> and <see cref="MessagePackReader"/> are the only callers.
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
