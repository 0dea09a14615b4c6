using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="int"/> keys in 4 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int32KeyCodec : IKeyCodec<int>
{
    private const uint SignBit = 0x8000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Normalize(int key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in int left, in int right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in int key) => StableHash.OfUInt32((uint)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in int key) => writer.WriteUInt32((uint)key ^ SignBit);

    /// <inheritdoc/>
    public static int Read(ref KeyReader reader) => (int)(reader.ReadUInt32() ^ SignBit);
}
