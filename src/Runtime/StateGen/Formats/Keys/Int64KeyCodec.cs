using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="long"/> keys in 8 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int64KeyCodec : IKeyCodec<long>
{
    private const ulong SignBit = 0x8000_0000_0000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Normalize(long key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in long left, in long right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in long key) => StableHash.OfUInt64((ulong)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in long key) => writer.WriteUInt64((ulong)key ^ SignBit);

    /// <inheritdoc/>
    public static long Read(ref KeyReader reader) => (long)(reader.ReadUInt64() ^ SignBit);
}
