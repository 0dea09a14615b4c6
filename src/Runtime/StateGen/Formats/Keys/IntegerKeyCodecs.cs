using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="byte"/> keys as one byte.</summary>
public readonly struct ByteKeyCodec : IKeyCodec<byte>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Normalize(byte key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in byte left, in byte right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in byte key) => StableHash.OfByte(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in byte key) => writer.WriteByte(key);

    /// <inheritdoc/>
    public static byte Read(ref KeyReader reader) => reader.ReadByte();
}
