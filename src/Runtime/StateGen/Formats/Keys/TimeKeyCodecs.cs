using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="DateOnly"/> keys as the <see cref="IntegerKeyCodec{T}"/> of their day number (days since 0001-01-01).</summary>
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
    public static ulong Hash(in DateOnly key) => IntegerKeyCodec<int>.Hash(key.DayNumber);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateOnly key) => IntegerKeyCodec<int>.Write(ref writer, key.DayNumber);

    /// <inheritdoc/>
    public static DateOnly Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = IntegerKeyCodec<int>.Read(ref reader);
        return value < 0 || value > DateOnly.MaxValue.DayNumber
            ? throw SerializationFormatException.InvalidKey(nameof(DateOnly), start, "is out of range")
            : DateOnly.FromDayNumber(value);
    }
}

/// <summary>Encodes <see cref="TimeOnly"/> keys as the <see cref="IntegerKeyCodec{T}"/> of their ticks (100 ns since midnight).</summary>
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
    public static ulong Hash(in TimeOnly key) => IntegerKeyCodec<long>.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TimeOnly key) => IntegerKeyCodec<long>.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static TimeOnly Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = IntegerKeyCodec<long>.Read(ref reader);
        return value < 0 || value > TimeOnly.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(TimeOnly), start, "is out of range")
            : new TimeOnly(value);
    }
}

/// <summary>Encodes <see cref="DateTime"/> keys as the <see cref="IntegerKeyCodec{T}"/> of their ticks (100 ns since 0001-01-01). They must be UTC.</summary>
public readonly struct DateTimeKeyCodec : IKeyCodec<DateTime>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTime Normalize(DateTime key)
    {
        if (key.Kind != DateTimeKind.Utc)
        {
            KeyFormatException.ThrowNoNormalForm(
                $"A DateTime key must have Kind Utc, but this one is {key.Kind}: convert it with ToUniversalTime, or use DateTimeOffset.");
        }

        return key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in DateTime left, in DateTime right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in DateTime key) => IntegerKeyCodec<long>.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateTime key) => IntegerKeyCodec<long>.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static DateTime Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = IntegerKeyCodec<long>.Read(ref reader);
        return value < 0 || value > DateTime.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(DateTime), start, "is out of range")
            : new DateTime(value, DateTimeKind.Utc);
    }
}

/// <summary>
/// Encodes <see cref="DateTimeOffset"/> keys as the <see cref="IntegerKeyCodec{T}"/> of the ticks of their instant in UTC. The normal form has offset zero.
/// </summary>
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
    public static ulong Hash(in DateTimeOffset key) => IntegerKeyCodec<long>.Hash(key.UtcTicks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateTimeOffset key) => IntegerKeyCodec<long>.Write(ref writer, key.UtcTicks);

    /// <inheritdoc/>
    public static DateTimeOffset Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = IntegerKeyCodec<long>.Read(ref reader);
        return value < 0 || value > DateTimeOffset.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(DateTimeOffset), start, "is out of range")
            : new DateTimeOffset(value, TimeSpan.Zero);
    }
}

/// <summary>Encodes <see cref="TimeSpan"/> keys as the <see cref="IntegerKeyCodec{T}"/> of their ticks (100 ns).</summary>
public readonly struct TimeSpanKeyCodec : IKeyCodec<TimeSpan>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeSpan Normalize(TimeSpan key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TimeSpan left, in TimeSpan right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TimeSpan key) => IntegerKeyCodec<long>.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TimeSpan key) => IntegerKeyCodec<long>.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static TimeSpan Read(ref KeyReader reader) => new TimeSpan(IntegerKeyCodec<long>.Read(ref reader));
}

/// <summary>
/// Encodes <see cref="TimeWindow"/> keys as the <see cref="IntegerKeyCodec{T}"/> of their ends, then of their starts, in milliseconds since the Unix epoch. The
/// bytes are those of a tuple of these two numbers.
/// </summary>
public readonly struct TimeWindowKeyCodec : IKeyCodec<TimeWindow>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeWindow Normalize(TimeWindow key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TimeWindow left, in TimeWindow right) => left == right;

    /// <inheritdoc/>
    public static ulong Hash(in TimeWindow key) => KeyHash.Of<TimeWindow, TimeWindowKeyCodec>(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TimeWindow key)
    {
        IntegerKeyCodec<long>.Write(ref writer, key.EndMilliseconds);
        IntegerKeyCodec<long>.Write(ref writer, key.StartMilliseconds);
    }

    /// <inheritdoc/>
    public static TimeWindow Read(ref KeyReader reader)
    {
        var end = IntegerKeyCodec<long>.Read(ref reader);
        return new(IntegerKeyCodec<long>.Read(ref reader), end);
    }
}
