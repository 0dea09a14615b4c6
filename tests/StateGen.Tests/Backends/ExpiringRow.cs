using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.Tests.Backends;

/// <summary>A row of one number, which is empty at 0 or once the clock has reached its expiry.</summary>
internal struct ExpiringRow
{
    public long Value;
    public long ExpiresAt;
}

internal readonly struct ExpiringRowCodec : IRowCodec<ExpiringRow>
{
    public static bool IsEmpty(in ExpiringRow row, SubtaskClock clock) => row.Value == 0 || row.ExpiresAt <= clock.Now;

    public static void Write(ref MessagePackWriter writer, in ExpiringRow row)
    {
        EntryHeader.WriteTimestampsHeader(ref writer, 1);
        EntryHeader.WriteTimestamp(ref writer, row.ExpiresAt);
        writer.WriteArrayHeader(1);
        writer.WriteInt64(row.Value);
    }

    public static ExpiringRow Read(ref MessagePackReader reader)
    {
        EntryHeader.ReadTimestampsHeader(ref reader);
        var expiresAt = EntryHeader.ReadTimestamp(ref reader);
        reader.ReadArrayHeader();
        return new() { Value = reader.ReadInt64(), ExpiresAt = expiresAt };
    }
}
