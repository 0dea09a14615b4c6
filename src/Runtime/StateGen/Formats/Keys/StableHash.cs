using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>
/// Computes the hash of encoded keys: XXH64 with seed 0, as published by Yann Collet (https://github.com/Cyan4973/xxHash,
/// doc/xxhash_spec.md, "XXH64 algorithm description"). It is part of the storage format: it places keys into key groups and never changes.
/// </summary>
/// <remarks>
/// The overloads for integers compute the hash of the big-endian bytes of the number, without a buffer. Key groups use the low bits of the
/// hash; a table inside one key group should use the high bits. No method allocates; all are thread-safe.
/// </remarks>
public static class StableHash
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int StripeLength = 32;

    /// <summary>Computes the hash of bytes.</summary>
    /// <param name="bytes">The bytes; may be empty.</param>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        var hash = bytes.Length < StripeLength ? Prime5 : ConsumeStripes(ref bytes);
        return ConsumeTail(hash + length, bytes);
    }

    /// <summary>Computes the hash of one byte.</summary>
    /// <param name="value">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfByte(byte value) => Avalanche(MixByte(Prime5 + sizeof(byte), value));

    /// <summary>Computes the hash of the 2 big-endian bytes of a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfUInt16(ushort value) =>
        Avalanche(MixByte(MixByte(Prime5 + sizeof(ushort), (byte)(value >> 8)), (byte)value));

    /// <summary>Computes the hash of the 4 big-endian bytes of a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfUInt32(uint value) =>
        Avalanche(MixUInt32(Prime5 + sizeof(uint), BinaryPrimitives.ReverseEndianness(value)));

    /// <summary>Computes the hash of the 8 big-endian bytes of a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfUInt64(ulong value) =>
        Avalanche(MixUInt64(Prime5 + sizeof(ulong), BinaryPrimitives.ReverseEndianness(value)));

    /// <summary>Computes the hash of the 16 big-endian bytes of a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfUInt128(UInt128 value)
    {
        var upper = BinaryPrimitives.ReverseEndianness((ulong)(value >> 64));
        var lower = BinaryPrimitives.ReverseEndianness((ulong)value);
        return Avalanche(MixUInt64(MixUInt64(Prime5 + 16, upper), lower));
    }

    private static ulong ConsumeStripes(ref ReadOnlySpan<byte> bytes)
    {
        ulong lane1 = unchecked(Prime1 + Prime2), lane2 = Prime2, lane3 = 0, lane4 = unchecked(0 - Prime1);
        for (; bytes.Length >= StripeLength; bytes = bytes[StripeLength..])
        {
            lane1 = Round(lane1, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            lane2 = Round(lane2, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            lane3 = Round(lane3, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            lane4 = Round(lane4, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        }

        var hash = BitOperations.RotateLeft(lane1, 1) + BitOperations.RotateLeft(lane2, 7)
            + BitOperations.RotateLeft(lane3, 12) + BitOperations.RotateLeft(lane4, 18);
        return MergeRound(MergeRound(MergeRound(MergeRound(hash, lane1), lane2), lane3), lane4);
    }

    private static ulong ConsumeTail(ulong hash, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = MixUInt64(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        if (bytes.Length >= sizeof(uint))
        {
            hash = MixUInt32(hash, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            bytes = bytes[sizeof(uint)..];
        }

        foreach (var value in bytes)
            hash = MixByte(hash, value);
        return Avalanche(hash);
    }

    private static ulong Round(ulong accumulator, ulong lane) =>
        BitOperations.RotateLeft(accumulator + (lane * Prime2), 31) * Prime1;

    private static ulong MergeRound(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong MixUInt64(ulong hash, ulong lane) =>
        (BitOperations.RotateLeft(hash ^ Round(0, lane), 27) * Prime1) + Prime4;

    private static ulong MixUInt32(ulong hash, uint lane) =>
        (BitOperations.RotateLeft(hash ^ (lane * Prime1), 23) * Prime2) + Prime3;

    private static ulong MixByte(ulong hash, byte lane) => BitOperations.RotateLeft(hash ^ (lane * Prime5), 11) * Prime1;

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }
}

/// <summary>Hashes keys of variable size through their encoding. Keys of up to 256 encoded bytes stay on the stack.</summary>
public static class KeyHash
{
    private const int StackLength = 256;

    /// <summary>Computes the <see cref="StableHash"/> of the encoded bytes of a key. Thread-safe; longer keys use a pooled array.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TCodec">The codec of the key type.</typeparam>
    /// <param name="key">A key in normal form.</param>
    [SkipLocalsInit]
    public static ulong Of<TKey, TCodec>(in TKey key)
        where TCodec : IKeyCodec<TKey>
    {
        var writer = new KeyWriter(stackalloc byte[StackLength]);
        try
        {
            TCodec.Write(ref writer, in key);
            return StableHash.Of(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
