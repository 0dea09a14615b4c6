using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="uint"/> keys in 4 bytes, big-endian.</summary>
public readonly struct UInt32KeyCodec : IKeyCodec<uint>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Normalize(uint key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in uint left, in uint right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in uint key) => StableHash.OfUInt32(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in uint key) => writer.WriteUInt32(key);

    /// <inheritdoc/>
    public static uint Read(ref KeyReader reader) => reader.ReadUInt32();
}
