using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Tests.Keys;

public sealed class KeyWriterTests
{
    [Fact]
    public void Growth_keeps_what_was_written()
    {
        var writer = new KeyWriter(stackalloc byte[3]);
        for (var index = 0; index < 10_000; index++)
            writer.WriteUInt16((ushort)index);
        var reader = new KeyReader(writer.Written);
        for (var index = 0; index < 10_000; index++)
            Assert.Equal(index, reader.ReadUInt16());
        Assert.True(reader.AtEnd);
        writer.Dispose();
    }

    [Fact]
    public void The_callers_buffer_is_used_while_it_suffices()
    {
        Span<byte> buffer = stackalloc byte[7];
        var writer = new KeyWriter(buffer);
        writer.WriteByte(1);
        writer.WriteUInt32(0x02030405);
        writer.Write([6, 7]);
        Assert.Equal<byte>([1, 2, 3, 4, 5, 6, 7], buffer.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void Clearing_starts_again()
    {
        var writer = new KeyWriter(stackalloc byte[8]);
        writer.WriteUInt64(1);
        writer.Clear();
        Assert.Equal(0, writer.Length);
        writer.WriteByte(2);
        Assert.Equal<byte>([2], writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void A_disposed_writer_is_empty_and_may_be_disposed_again()
    {
        var writer = new KeyWriter(default);
        writer.WriteUInt128(UInt128.MaxValue);
        writer.Dispose();
        writer.Dispose();
        Assert.Equal(0, writer.Written.Length);
    }

    [Fact]
    public void Reading_past_the_end_is_refused_with_the_position()
    {
        var exception = Assert.Throws<SerializationFormatException>(() =>
        {
            var reader = new KeyReader([1, 2, 3]);
            reader.ReadByte();
            reader.ReadUInt32();
        });
        Assert.Contains("4 bytes are needed at offset 1, but 2 are left", exception.Message, StringComparison.Ordinal);
    }
}
