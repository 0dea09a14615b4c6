using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>A row as the generator would write it: two states, of which the second is text; a count below zero expires at that time.</summary>
internal record struct CountingRow(long Count, string? Text);

internal readonly struct CountingRowCodec : IRowCodec<CountingRow>
{
    public static bool IsEmpty(in CountingRow row, SubtaskClock clock) => row == default || (row.Count < 0 && -row.Count <= clock.Now);

    public static void Write(ref MessagePackWriter writer, in CountingRow row)
    {
        EntryHeader.WriteTimestampsHeader(ref writer, 0);
        writer.WriteArrayHeader(2);
        writer.WriteInt64(row.Count);
        if (row.Text is null)
            writer.WriteNil();
        else
            writer.WriteString(row.Text);
    }

    public static CountingRow Read(ref MessagePackReader reader)
    {
        EntryHeader.SkipTimestamps(ref reader);
        reader.ReadArrayHeader();
        return new(reader.TryReadNil() ? 0 : reader.ReadInt64(), reader.TryReadNil() ? null : reader.ReadString());
    }
}
