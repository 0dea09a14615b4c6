using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="DateOnly"/> as a MessagePack integer, the day number (days since 0001-01-01).</summary>
public readonly struct DateOnlyCodec : ICodec<DateOnly>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateOnly Normalize(DateOnly value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in DateOnly value) => writer.WriteInt64(value.DayNumber);

    /// <inheritdoc/>
    public static DateOnly Read(ref MessagePackReader reader)
    {
        var value = reader.ReadInt32();
        return value >= 0 && value <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(value)
            : throw SerializationFormatException.Invalid(nameof(DateOnly), $"{value} is out of range");
    }
}
