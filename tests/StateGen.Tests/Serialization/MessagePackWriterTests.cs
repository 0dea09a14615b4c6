using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

/// <summary>Golden vectors at the edges of every family of the MessagePack specification.</summary>
public sealed class MessagePackWriterTests
{
    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7F")]
    [InlineData(128L, "CC80")]
    [InlineData(255L, "CCFF")]
    [InlineData(256L, "CD0100")]
    [InlineData(65_535L, "CDFFFF")]
    [InlineData(65_536L, "CE00010000")]
    [InlineData(4_294_967_295L, "CEFFFFFFFF")]
    [InlineData(4_294_967_296L, "CF0000000100000000")]
    [InlineData(long.MaxValue, "CF7FFFFFFFFFFFFFFF")]
    [InlineData(-1L, "FF")]
    [InlineData(-32L, "E0")]
    [InlineData(-33L, "D0DF")]
    [InlineData(-128L, "D080")]
    [InlineData(-129L, "D1FF7F")]
    [InlineData(-32_768L, "D18000")]
    [InlineData(-32_769L, "D2FFFF7FFF")]
    [InlineData((long)int.MinValue, "D280000000")]
    [InlineData(int.MinValue - 1L, "D3FFFFFFFF7FFFFFFF")]
    [InlineData(long.MinValue, "D38000000000000000")]
    public void Integers_take_the_smallest_form(long value, string hex)
    {
        Assert.Equal(hex, Packed.Hex((ref MessagePackWriter writer) => writer.WriteInt64(value)));
        Assert.Equal(value, Packed.ReadHex<long, IntegerCodec<long>>(hex));
    }

    [Fact]
    public void The_largest_unsigned_integer() =>
        Assert.Equal("CFFFFFFFFFFFFFFFFF", Packed.Hex((ref MessagePackWriter writer) => writer.WriteUInt64(ulong.MaxValue)));

    [Fact]
    public void Nil_booleans_and_floats()
    {
        Assert.Equal("C0", Packed.Hex((ref MessagePackWriter writer) => writer.WriteNil()));
        Assert.Equal("C2", Packed.Hex((ref MessagePackWriter writer) => writer.WriteBoolean(false)));
        Assert.Equal("C3", Packed.Hex((ref MessagePackWriter writer) => writer.WriteBoolean(true)));
        Assert.Equal("CA3FC00000", Packed.Hex((ref MessagePackWriter writer) => writer.WriteSingle(1.5f)));
        Assert.Equal("CB3FF8000000000000", Packed.Hex((ref MessagePackWriter writer) => writer.WriteDouble(1.5)));
        Assert.Equal("CB8000000000000000", Packed.Hex((ref MessagePackWriter writer) => writer.WriteDouble(-0.0)));
    }

    [Theory]
    [InlineData(0, "A0")]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65_535, "DAFFFF")]
    [InlineData(65_536, "DB00010000")]
    public void Strings_take_the_smallest_header(int length, string header)
    {
        var text = new string('x', length);
        AssertHeader(header, length, Packed.Bytes((ref MessagePackWriter writer) => writer.WriteString(text)), (byte)'x');
    }

    // The header must grow after the text is known to be longer in bytes than in characters.
    [Theory]
    [InlineData(10, "BE")]
    [InlineData(11, "D921")]
    [InlineData(85, "D9FF")]
    [InlineData(86, "DA0102")]
    [InlineData(21_845, "DAFFFF")]
    [InlineData(21_846, "DB00010002")]
    public void Strings_of_three_bytes_a_character_take_the_smallest_header(int characters, string header)
    {
        var text = new string('€', characters);
        var bytes = Packed.Bytes((ref MessagePackWriter writer) => writer.WriteString(text));
        Assert.Equal(header + "E282AC", Convert.ToHexString(bytes)[..(header.Length + 6)]);
        Assert.Equal((header.Length / 2) + (3 * characters), bytes.Length);
        Assert.Equal(text, Packed.Read<string, StringCodec>(bytes));
    }

    [Fact]
    public void A_lone_surrogate_is_refused_and_nothing_is_written()
    {
        var writer = new MessagePackWriter(stackalloc byte[32]);
        writer.WriteNil();
        try
        {
            writer.WriteString("ab\uD800");
            Assert.Fail("A lone surrogate was written.");
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("index 2", exception.Message, StringComparison.Ordinal);
            Assert.Equal(1, writer.Length);
        }
    }

    [Theory]
    [InlineData(0, "C400")]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65_535, "C5FFFF")]
    [InlineData(65_536, "C600010000")]
    public void Binary_takes_the_smallest_header(int length, string header)
    {
        var binary = new byte[length];
        Array.Fill(binary, (byte)7);
        AssertHeader(header, length, Packed.Bytes((ref MessagePackWriter writer) => writer.WriteBinary(binary)), 7);
    }

    [Theory]
    [InlineData(0, "90", "80")]
    [InlineData(15, "9F", "8F")]
    [InlineData(16, "DC0010", "DE0010")]
    [InlineData(65_535, "DCFFFF", "DEFFFF")]
    [InlineData(65_536, "DD00010000", "DF00010000")]
    public void Collections_take_the_smallest_header(int count, string array, string map)
    {
        Assert.Equal(array, Packed.Hex((ref MessagePackWriter writer) => writer.WriteArrayHeader(count)));
        Assert.Equal(map, Packed.Hex((ref MessagePackWriter writer) => writer.WriteMapHeader(count)));
    }

    [Theory]
    [InlineData(0, "C70005")]
    [InlineData(1, "D405")]
    [InlineData(2, "D505")]
    [InlineData(3, "C70305")]
    [InlineData(4, "D605")]
    [InlineData(8, "D705")]
    [InlineData(16, "D805")]
    [InlineData(17, "C71105")]
    [InlineData(255, "C7FF05")]
    [InlineData(256, "C8010005")]
    [InlineData(65_536, "C90001000005")]
    public void Extensions_take_the_smallest_header(int length, string header) =>
        Assert.Equal(header, Packed.Hex((ref MessagePackWriter writer) => writer.WriteExtensionHeader(5, length)));

    [Theory]
    [InlineData(0L, 0, "D6FF00000000")]
    [InlineData(4_294_967_295L, 0, "D6FFFFFFFFFF")]
    [InlineData(0L, 1, "D7FF0000019000000000")]
    [InlineData(4_294_967_296L, 0, "D7FF0000000100000000")]
    [InlineData(17_179_869_183L, 9_999_999, "D7FFEE6B2673FFFFFFFF")]
    [InlineData(17_179_869_184L, 0, "C70CFF000000000000000400000000")]
    [InlineData(-1L, 9_999_999, "C70CFF3B9AC99CFFFFFFFFFFFFFFFF")]
    [InlineData(-62_135_596_800L, 0, "C70CFF00000000FFFFFFF1886E0900")]
    [InlineData(253_402_300_799L, 9_999_999, "C70CFF3B9AC99C0000003AFFF4417F")]
    public void Timestamps_take_the_smallest_form(long seconds, int ticks, string hex)
    {
        var time = DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks);
        Assert.Equal(hex, Packed.HexOf<DateTime, DateTimeCodec>(time));
        Assert.Equal(time, Packed.ReadHex<DateTime, DateTimeCodec>(hex));
    }

    [Fact]
    public void Negative_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Packed.Bytes((ref MessagePackWriter writer) => writer.WriteArrayHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Packed.Bytes((ref MessagePackWriter writer) => writer.WriteMapHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Packed.Bytes((ref MessagePackWriter writer) => writer.WriteExtensionHeader(1, -1)));
    }

    [Fact]
    public void The_callers_buffer_is_used_while_it_suffices_and_growth_keeps_what_was_written()
    {
        Span<byte> buffer = stackalloc byte[3];
        var writer = new MessagePackWriter(buffer);
        writer.WriteInt64(1);
        writer.WriteInt64(200);
        Assert.Equal<byte>([0x01, 0xcc, 200], buffer.ToArray());
        for (var index = 0; index < 1_000; index++)
            writer.WriteInt64(-3);
        Assert.Equal([0x01, 0xcc, 200, .. Enumerable.Repeat((byte)0xfd, 1_000)], writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void Clearing_starts_again_and_disposing_twice_is_harmless()
    {
        var writer = new MessagePackWriter(default);
        writer.WriteDouble(1);
        writer.Clear();
        writer.WriteNil();
        Assert.Equal<byte>([0xc0], writer.Written.ToArray());
        writer.Dispose();
        writer.Dispose();
        Assert.Equal(0, writer.Length);
    }

    private static void AssertHeader(string header, int length, byte[] bytes, byte content)
    {
        var headerBytes = Convert.FromHexString(header);
        Assert.Equal(headerBytes, bytes[..headerBytes.Length]);
        Assert.Equal(length, bytes.Length - headerBytes.Length);
        Assert.DoesNotContain(bytes[headerBytes.Length..], value => value != content);
    }
}
