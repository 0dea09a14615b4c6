using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="short"/> keys in 2 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int16KeyCodec : IKeyCodec<short>
{
    private const int SignBit = 0x8000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Normalize(short key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in short left, in short right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in short key) => StableHash.OfUInt16((ushort)(key ^ SignBit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in short key) => writer.WriteUInt16((ushort)(key ^ SignBit));

    /// <inheritdoc/>
    public static short Read(ref KeyReader reader) => (short)(reader.ReadUInt16() ^ SignBit);
}
