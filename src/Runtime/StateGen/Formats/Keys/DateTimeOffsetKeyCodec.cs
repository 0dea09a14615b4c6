using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="DateTimeOffset"/> keys as the <see cref="Int64KeyCodec"/> of the ticks of their instant in UTC. The normal form has offset zero.</summary>
public readonly struct DateTimeOffsetKeyCodec : IKeyCodec<DateTimeOffset>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTimeOffset Normalize(DateTimeOffset key) => key.ToUniversalTime();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in DateTimeOffset left, in DateTimeOffset right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in DateTimeOffset key) => Int64KeyCodec.Hash(key.UtcTicks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateTimeOffset key) => Int64KeyCodec.Write(ref writer, key.UtcTicks);

    /// <inheritdoc/>
    public static DateTimeOffset Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = Int64KeyCodec.Read(ref reader);
        return value < 0 || value > DateTimeOffset.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(DateTimeOffset), start, "is out of range")
            : new DateTimeOffset(value, TimeSpan.Zero);
    }
}
