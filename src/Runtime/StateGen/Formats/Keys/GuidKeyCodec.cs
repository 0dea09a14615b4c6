using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="Guid"/> keys in 16 bytes, big-endian (RFC 9562), the order of their text and of <see cref="Guid.CompareTo(Guid)"/>.</summary>
public readonly struct GuidKeyCodec : IKeyCodec<Guid>
{
    private const int Length = 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Guid Normalize(Guid key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in Guid left, in Guid right) => left == right;

    /// <inheritdoc/>
    public static ulong Hash(in Guid key) => StableHash.OfUInt128(Encode(key));

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in Guid key) => writer.WriteUInt128(Encode(key));

    /// <inheritdoc/>
    public static Guid Read(ref KeyReader reader) => new(reader.Read(Length), bigEndian: true);

    [SkipLocalsInit]
    private static UInt128 Encode(Guid key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
