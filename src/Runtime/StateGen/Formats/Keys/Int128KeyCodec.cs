using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="Int128"/> keys in 16 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int128KeyCodec : IKeyCodec<Int128>
{
    private static UInt128 SignBit => UInt128.One << 127;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Normalize(Int128 key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in Int128 left, in Int128 right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in Int128 key) => StableHash.OfUInt128((UInt128)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in Int128 key) => writer.WriteUInt128((UInt128)key ^ SignBit);

    /// <inheritdoc/>
    public static Int128 Read(ref KeyReader reader) => (Int128)(reader.ReadUInt128() ^ SignBit);
}
