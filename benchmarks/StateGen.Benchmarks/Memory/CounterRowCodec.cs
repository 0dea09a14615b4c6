using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.Benchmarks.Memory;

/// <summary>The codec of the hand-written row.</summary>
internal readonly struct CounterRowCodec : IRowCodec<CounterRow>
{
    private const int FieldCount = 3;

    public static bool CanExpire => false;

    public static void Copy(in CounterRow source, ref CounterRow target)
    {
        target.Count = source.Count;
        target.Sum = source.Sum;
        target.Maximum = source.Maximum;
    }

    public static bool IsEmpty(in CounterRow row, SubtaskClock clock) => row is { Count: 0, Sum: 0, Maximum: 0 };

    public static void Write(ref MessagePackWriter writer, in CounterRow row)
    {
        EntryHeader.WriteTimestampsHeader(ref writer, 0);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(row.Count);
        writer.WriteInt64(row.Sum);
        writer.WriteInt64(row.Maximum);
    }

    public static CounterRow Read(ref MessagePackReader reader)
    {
        EntryHeader.SkipTimestamps(ref reader);
        reader.ReadArrayHeader();
        return new() { Count = reader.ReadInt64(), Sum = reader.ReadInt64(), Maximum = reader.ReadInt64() };
    }
}
