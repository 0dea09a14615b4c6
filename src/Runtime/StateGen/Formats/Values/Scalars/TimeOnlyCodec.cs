using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="TimeOnly"/> as a MessagePack integer, the ticks (100 ns since midnight).</summary>
public readonly struct TimeOnlyCodec : ICodec<TimeOnly>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeOnly Normalize(TimeOnly value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in TimeOnly value) => writer.WriteInt64(value.Ticks);

    /// <inheritdoc/>
    public static TimeOnly Read(ref MessagePackReader reader)
    {
        var value = reader.ReadInt64();
        return value >= 0 && value <= TimeOnly.MaxValue.Ticks
            ? new TimeOnly(value)
            : throw SerializationFormatException.Invalid(nameof(TimeOnly), $"{value} is out of range");
    }
}
