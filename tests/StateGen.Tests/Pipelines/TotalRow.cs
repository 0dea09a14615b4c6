using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.Tests.Pipelines;

/// <summary>The row of the operators of the tests.</summary>
internal struct TotalRow
{
    public long Count;
    public long Sum;
}

internal readonly struct TotalRowCodec : IRowCodec<TotalRow>
{
    public static bool IsEmpty(in TotalRow row, SubtaskClock clock) => row is { Count: 0, Sum: 0 };

    public static void Write(ref MessagePackWriter writer, in TotalRow row)
    {
        EntryHeader.WriteTimestampsHeader(ref writer, 0);
        writer.WriteArrayHeader(2);
        writer.WriteInt64(row.Count);
        writer.WriteInt64(row.Sum);
    }

    public static TotalRow Read(ref MessagePackReader reader)
    {
        EntryHeader.ReadTimestampsHeader(ref reader);
        reader.ReadArrayHeader();
        return new() { Count = reader.ReadInt64(), Sum = reader.ReadInt64() };
    }
}
