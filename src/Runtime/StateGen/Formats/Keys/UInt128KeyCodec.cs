using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="UInt128"/> keys in 16 bytes, big-endian.</summary>
public readonly struct UInt128KeyCodec : IKeyCodec<UInt128>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Normalize(UInt128 key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in UInt128 left, in UInt128 right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in UInt128 key) => StableHash.OfUInt128(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in UInt128 key) => writer.WriteUInt128(key);

    /// <inheritdoc/>
    public static UInt128 Read(ref KeyReader reader) => reader.ReadUInt128();
}
