namespace StateGen.Serialization;

/// <summary>
/// Serializes <see cref="DateTimeOffset"/> as MessagePack-CSharp does: an array of the local time, as a timestamp as if it were UTC, and the offset in minutes.
/// </summary>
public readonly struct LocalDateTimeOffsetCodec : ICodec<DateTimeOffset>
{
    private const int ElementCount = 2;
    private const int MostOffsetMinutes = 14 * 60;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    public static DateTimeOffset Normalize(DateTimeOffset value) => value;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in DateTimeOffset value)
    {
        writer.WriteArrayHeader(ElementCount);
        writer.WriteTimestamp(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.WriteInt64(value.TotalOffsetMinutes);
    }

    /// <inheritdoc/>
    public static DateTimeOffset Read(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count != ElementCount)
            throw SerializationFormatException.Invalid(nameof(DateTimeOffset), $"has {count} elements instead of {ElementCount}");
        var local = reader.ReadTimestamp().Ticks;
        var minutes = reader.ReadInt32();
        if (minutes is < -MostOffsetMinutes or > MostOffsetMinutes || !IsInRange(local - (minutes * TimeSpan.TicksPerMinute)))
            throw SerializationFormatException.Invalid(nameof(DateTimeOffset), $"has an offset out of range: {minutes} minutes");
        return new DateTimeOffset(local, TimeSpan.FromMinutes(minutes));
    }

    private static bool IsInRange(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
}
