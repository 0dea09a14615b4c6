using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="DateTimeOffset"/> as a MessagePack array of the instant in UTC, as a timestamp, and the offset in minutes.</summary>
public readonly struct DateTimeOffsetCodec : ICodec<DateTimeOffset>
{
    private const int ElementCount = 2;
    private const int MostOffsetMinutes = 14 * 60;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTimeOffset Normalize(DateTimeOffset value) => value;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in DateTimeOffset value)
    {
        writer.WriteArrayHeader(ElementCount);
        writer.WriteTimestamp(value.UtcDateTime);
        writer.WriteInt64(value.TotalOffsetMinutes);
    }

    /// <inheritdoc/>
    public static DateTimeOffset Read(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count != ElementCount)
            throw SerializationFormatException.Invalid(nameof(DateTimeOffset), $"has {count} elements instead of {ElementCount}");
        var instant = reader.ReadTimestamp();
        var minutes = reader.ReadInt32();
        if (minutes is < -MostOffsetMinutes or > MostOffsetMinutes || !IsLocalTime(instant.Ticks + (minutes * TimeSpan.TicksPerMinute)))
            throw SerializationFormatException.Invalid(nameof(DateTimeOffset), $"has an offset out of range: {minutes} minutes");
        return new DateTimeOffset(instant).ToOffset(TimeSpan.FromMinutes(minutes));
    }

    private static bool IsLocalTime(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
}
