using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="DateOnly"/> keys as the <see cref="Int32KeyCodec"/> of their day number (days since 0001-01-01).</summary>
public readonly struct DateOnlyKeyCodec : IKeyCodec<DateOnly>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateOnly Normalize(DateOnly key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in DateOnly left, in DateOnly right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in DateOnly key) => Int32KeyCodec.Hash(key.DayNumber);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateOnly key) => Int32KeyCodec.Write(ref writer, key.DayNumber);

    /// <inheritdoc/>
    public static DateOnly Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = Int32KeyCodec.Read(ref reader);
        return value < 0 || value > DateOnly.MaxValue.DayNumber
            ? throw SerializationFormatException.InvalidKey(nameof(DateOnly), start, "is out of range")
            : DateOnly.FromDayNumber(value);
    }
}
