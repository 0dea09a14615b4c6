using System.Buffers.Binary;
using StateGen.Serialization;

namespace StateGen.Formats.Values;

/// <summary>
/// The timestamp extension of MessagePack (type -1): seconds since the Unix epoch and nanoseconds, in the smallest of
/// 32 bits (seconds only), 64 bits (30 of nanoseconds, 34 of seconds) and 96 bits (32 of nanoseconds, 64 of signed seconds).
/// A <see cref="DateTime"/> has a resolution of 100 ns; finer timestamps of other writers are rounded down when they are read.
/// </summary>
internal static class TimestampFormat
{
    private const int NanosecondsPerTick = 100;
    private const int NanosecondsPerSecond = 1_000_000_000;
    private const int SecondsBits = 34;
    private const int Length32 = 4;
    private const int Length64 = 8;
    private const int Length96 = 12;
    private const long SmallestSeconds = -62_135_596_800; // 0001-01-01T00:00:00Z
    private const long LargestSeconds = 253_402_300_799;  // 9999-12-31T23:59:59Z

    public static void Write(ref MessagePackWriter writer, DateTime utc)
    {
        ThrowIfNotUtc(utc);
        var (seconds, ticks) = Math.DivRem(utc.Ticks, TimeSpan.TicksPerSecond);
        Write(ref writer, seconds + SmallestSeconds, (uint)ticks * NanosecondsPerTick);
    }

    public static DateTime Read(ref MessagePackReader reader)
    {
        var length = reader.ReadExtensionHeader(out var type);
        if (type != FormatCode.TimestampType || length is not (Length32 or Length64 or Length96))
            throw SerializationFormatException.Invalid("timestamp", $"is an extension of type {type} and length {length}");
        var (seconds, nanoseconds) = Parse(reader.ReadRaw(length));
        if (seconds is < SmallestSeconds or > LargestSeconds || nanoseconds >= NanosecondsPerSecond)
            throw SerializationFormatException.Invalid("timestamp", $"is out of range: {seconds} s, {nanoseconds} ns");
        return new DateTime(((seconds - SmallestSeconds) * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick), DateTimeKind.Utc);
    }

    public static void ThrowIfNotUtc(DateTime value)
    {
        if (value.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException(
                $"A stored DateTime must have Kind Utc, but this one is {value.Kind}: convert it with ToUniversalTime, or use DateTimeOffset.",
                nameof(value));
        }
    }

    private static void Write(ref MessagePackWriter writer, long seconds, uint nanoseconds)
    {
        Span<byte> content = stackalloc byte[Length96];
        if (seconds >> SecondsBits != 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(content, nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(content[sizeof(uint)..], seconds);
        }
        else if (nanoseconds != 0 || seconds > uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt64BigEndian(content, ((ulong)nanoseconds << SecondsBits) | (ulong)seconds);
            content = content[..Length64];
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(content, (uint)seconds);
            content = content[..Length32];
        }

        writer.WriteExtensionHeader(FormatCode.TimestampType, content.Length);
        writer.WriteRaw(content);
    }

    private static (long Seconds, uint Nanoseconds) Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length == Length32)
            return (BinaryPrimitives.ReadUInt32BigEndian(content), 0);
        if (content.Length == Length96)
            return (BinaryPrimitives.ReadInt64BigEndian(content[sizeof(uint)..]), BinaryPrimitives.ReadUInt32BigEndian(content));
        var packed = BinaryPrimitives.ReadUInt64BigEndian(content);
        return ((long)(packed & ((1UL << SecondsBits) - 1)), (uint)(packed >> SecondsBits));
    }
}
