using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="ulong"/> keys in 8 bytes, big-endian.</summary>
public readonly struct UInt64KeyCodec : IKeyCodec<ulong>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Normalize(ulong key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in ulong left, in ulong right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in ulong key) => StableHash.OfUInt64(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in ulong key) => writer.WriteUInt64(key);

    /// <inheritdoc/>
    public static ulong Read(ref KeyReader reader) => reader.ReadUInt64();
}
