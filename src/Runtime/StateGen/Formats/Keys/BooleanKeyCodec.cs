using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="bool"/> keys in one byte: 00 for false, 01 for true.</summary>
public readonly struct BooleanKeyCodec : IKeyCodec<bool>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Normalize(bool key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in bool left, in bool right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in bool key) => StableHash.OfByte((byte)(key ? 1 : 0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in bool key) => writer.WriteByte((byte)(key ? 1 : 0));

    /// <inheritdoc/>
    public static bool Read(ref KeyReader reader)
    {
        var start = reader.Position;
        return reader.ReadByte() switch
        {
            0 => false,
            1 => true,
            _ => throw SerializationFormatException.InvalidKey(nameof(Boolean), start, "is neither 00 nor 01"),
        };
    }
}
