using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="sbyte"/> keys in one byte with the sign bit flipped.</summary>
public readonly struct SByteKeyCodec : IKeyCodec<sbyte>
{
    private const int SignBit = 0x80;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Normalize(sbyte key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in sbyte left, in sbyte right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in sbyte key) => StableHash.OfByte((byte)(key ^ SignBit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in sbyte key) => writer.WriteByte((byte)(key ^ SignBit));

    /// <inheritdoc/>
    public static sbyte Read(ref KeyReader reader) => (sbyte)(reader.ReadByte() ^ SignBit);
}
