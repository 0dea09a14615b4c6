using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="TimeOnly"/> keys as the <see cref="Int64KeyCodec"/> of their ticks (100 ns since midnight).</summary>
public readonly struct TimeOnlyKeyCodec : IKeyCodec<TimeOnly>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeOnly Normalize(TimeOnly key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TimeOnly left, in TimeOnly right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TimeOnly key) => Int64KeyCodec.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TimeOnly key) => Int64KeyCodec.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static TimeOnly Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = Int64KeyCodec.Read(ref reader);
        return value < 0 || value > TimeOnly.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(TimeOnly), start, "is out of range")
            : new TimeOnly(value);
    }
}
