using System.Runtime.CompilerServices;
using StateGen.Formats.Values;

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

/// <summary>Serializes <see cref="DateTime"/> as a MessagePack timestamp, exact to the tick. It must be UTC.</summary>
public readonly struct DateTimeCodec : ICodec<DateTime>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTime Normalize(DateTime value)
    {
        TimestampFormat.ThrowIfNotUtc(value);
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in DateTime value) => writer.WriteTimestamp(value);

    /// <inheritdoc/>
    public static DateTime Read(ref MessagePackReader reader) => reader.ReadTimestamp();
}

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

/// <summary>
/// Serializes <see cref="DateTimeOffset"/> as MessagePack-CSharp does: an array of the local time, as a timestamp as if it were UTC, and the offset in
/// minutes.
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

/// <summary>Serializes <see cref="TimeSpan"/> as a MessagePack integer, the ticks (100 ns).</summary>
public readonly struct TimeSpanCodec : ICodec<TimeSpan>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeSpan Normalize(TimeSpan value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in TimeSpan value) => writer.WriteInt64(value.Ticks);

    /// <inheritdoc/>
    public static TimeSpan Read(ref MessagePackReader reader) => new(reader.ReadInt64());
}

/// <summary>
/// Serializes <see cref="TimeWindow"/> as a MessagePack array of its end and its start, in milliseconds since the Unix epoch, which is how a tuple of these two
/// numbers is serialized.
/// </summary>
public readonly struct TimeWindowCodec : ICodec<TimeWindow>
{
    private const int ElementCount = 2;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeWindow Normalize(TimeWindow value) => value;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in TimeWindow value)
    {
        writer.WriteArrayHeader(ElementCount);
        writer.WriteInt64(value.EndMilliseconds);
        writer.WriteInt64(value.StartMilliseconds);
    }

    /// <inheritdoc/>
    public static TimeWindow Read(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count != ElementCount)
            throw SerializationFormatException.Invalid(nameof(TimeWindow), $"has {count} elements instead of {ElementCount}");
        var end = reader.ReadInt64();
        return new(reader.ReadInt64(), end);
    }
}
