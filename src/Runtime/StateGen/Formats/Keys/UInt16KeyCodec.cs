using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="ushort"/> keys in 2 bytes, big-endian.</summary>
public readonly struct UInt16KeyCodec : IKeyCodec<ushort>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Normalize(ushort key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in ushort left, in ushort right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in ushort key) => StableHash.OfUInt16(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in ushort key) => writer.WriteUInt16(key);

    /// <inheritdoc/>
    public static ushort Read(ref KeyReader reader) => reader.ReadUInt16();
}
