using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

public sealed class MessagePackReaderTests
{
    [Theory]
    [InlineData("05")]
    [InlineData("CC05")]
    [InlineData("CD0005")]
    [InlineData("CE00000005")]
    [InlineData("CF0000000000000005")]
    [InlineData("D005")]
    [InlineData("D10005")]
    [InlineData("D200000005")]
    [InlineData("D30000000000000005")]
    public void Every_width_is_read_as_every_integer_type(string hex)
    {
        Assert.Equal(5, Packed.ReadHex<byte, IntegerCodec<byte>>(hex));
        Assert.Equal(5, Packed.ReadHex<sbyte, IntegerCodec<sbyte>>(hex));
        Assert.Equal(5, Packed.ReadHex<short, IntegerCodec<short>>(hex));
        Assert.Equal(5, Packed.ReadHex<ushort, IntegerCodec<ushort>>(hex));
        Assert.Equal(5, Packed.ReadHex<int, IntegerCodec<int>>(hex));
        Assert.Equal(5u, Packed.ReadHex<uint, IntegerCodec<uint>>(hex));
        Assert.Equal(5, Packed.ReadHex<long, IntegerCodec<long>>(hex));
        Assert.Equal(5ul, Packed.ReadHex<ulong, IntegerCodec<ulong>>(hex));
    }

    [Fact]
    public void Integers_out_of_range_are_refused()
    {
        Packed.AssertRefused<byte, IntegerCodec<byte>>("CD0100");
        Packed.AssertRefused<byte, IntegerCodec<byte>>("FF");
        Packed.AssertRefused<sbyte, IntegerCodec<sbyte>>("CC80");
        Packed.AssertRefused<short, IntegerCodec<short>>("CD8000");
        Packed.AssertRefused<ushort, IntegerCodec<ushort>>("CE00010000");
        Packed.AssertRefused<int, IntegerCodec<int>>("CE80000000");
        Packed.AssertRefused<uint, IntegerCodec<uint>>("CF0000000100000000");
        Packed.AssertRefused<uint, IntegerCodec<uint>>("D0FF");
        Packed.AssertRefused<long, IntegerCodec<long>>("CF8000000000000000");
        Packed.AssertRefused<ulong, IntegerCodec<ulong>>("FF");
    }

    [Fact]
    public void Longer_headers_than_necessary_are_read()
    {
        foreach (var hex in new[] { "A161", "D90161", "DA000161", "DB0000000161" })
            Assert.Equal("a", Packed.ReadHex<string, StringCodec>(hex));
        foreach (var hex in new[] { "91C0", "DC0001C0", "DD00000001C0" })
            Assert.Equal(1, new MessagePackReader(Convert.FromHexString(hex)).ReadArrayHeader());
        foreach (var hex in new[] { "81C0C0", "DE0001C0C0", "DF00000001C0C0" })
            Assert.Equal(1, new MessagePackReader(Convert.FromHexString(hex)).ReadMapHeader());
        foreach (var hex in new[] { "C40107", "C5000107", "C60000000107" })
            Assert.Equal<byte>([7], new MessagePackReader(Convert.FromHexString(hex)).ReadBinary().ToArray());
        foreach (var hex in new[] { "D40507", "C7010507", "C800010507", "C9000000010507" })
        {
            Assert.Equal(1, new MessagePackReader(Convert.FromHexString(hex)).ReadExtensionHeader(out var type));
            Assert.Equal(5, type);
        }
    }

    [Fact]
    public void Longer_timestamps_than_necessary_are_read()
    {
        foreach (var hex in new[] { "D6FF00000001", "C704FF00000001", "D7FF0000000000000001", "C70CFF000000000000000000000001" })
            Assert.Equal(DateTime.UnixEpoch.AddSeconds(1), Packed.ReadHex<DateTime, DateTimeCodec>(hex));
    }

    [Fact]
    public void Nanoseconds_are_rounded_down_to_ticks() =>
        Assert.Equal(DateTime.UnixEpoch.AddTicks(1), Packed.ReadHex<DateTime, DateTimeCodec>("D7FF0000031C00000000"));

    [Theory]
    [InlineData("D6FE00000001")]                     // another extension type
    [InlineData("D5FF0001")]                         // a length that no timestamp has
    [InlineData("D7FFEE6B280000000000")]             // 1,000,000,000 ns
    [InlineData("C70CFF000000000000003AFFF44180")]   // year 10000
    [InlineData("C70CFF00000000FFFFFFF1886E08FF")]   // before year 1
    [InlineData("C70CFF000000007FFFFFFFFFFFFFFF")]
    [InlineData("C70CFF000000008000000000000000")]
    public void Impossible_timestamps_are_refused(string hex) => Packed.AssertRefused<DateTime, DateTimeCodec>(hex);

    [Fact]
    public void A_single_widens_to_a_double_and_not_the_other_way()
    {
        Assert.Equal(1.5, Packed.ReadHex<double, DoubleCodec>("CA3FC00000"));
        Packed.AssertRefused<float, SingleCodec>("CB3FF8000000000000");
        Packed.AssertRefused<double, DoubleCodec>("01");
    }

    [Theory]
    [InlineData("A180")]
    [InlineData("A2C080")]
    [InlineData("A3EDA080")]
    [InlineData("A1C3")]
    public void Text_that_is_not_UTF8_is_refused(string hex) => Packed.AssertRefused<string, StringCodec>(hex);

    [Theory]
    [InlineData("9F")]
    [InlineData("DC0001")]
    [InlineData("DDFFFFFFFF")]
    [InlineData("DD7FFFFFFF00000000")]
    public void An_array_longer_than_the_bytes_left_is_refused(string hex) =>
        Packed.AssertRefused(hex, (ref MessagePackReader reader) => reader.ReadArrayHeader());

    [Theory]
    [InlineData("8100")]
    [InlineData("DE000100")]
    [InlineData("DFFFFFFFFF")]
    [InlineData("DF8000000000000000")]
    public void A_map_longer_than_the_bytes_left_is_refused(string hex) =>
        Packed.AssertRefused(hex, (ref MessagePackReader reader) => reader.ReadMapHeader());

    [Fact]
    public void Contents_longer_than_the_bytes_left_are_refused()
    {
        foreach (var hex in new[] { "A261", "D9FF61", "DAFFFF61", "DBFFFFFFFF61", "DB7FFFFFFF61" })
            Packed.AssertRefused<string, StringCodec>(hex);
        foreach (var hex in new[] { "C4FF", "C5FFFF00", "C6FFFFFFFF00", "C67FFFFFFF00" })
            Packed.AssertRefused(hex, (ref MessagePackReader reader) => reader.ReadBinary());
        foreach (var hex in new[] { "D801", "C7FF01", "C8FFFF01", "C9FFFFFFFF01" })
            Packed.AssertRefused(hex, (ref MessagePackReader reader) => reader.ReadExtensionHeader(out _));
    }

    [Fact]
    public void A_value_of_another_type_is_refused_with_its_position()
    {
        var exception = Assert.Throws<SerializationFormatException>(() =>
        {
            var reader = new MessagePackReader([0xc0, 0xa1, 0x61]);
            Assert.True(reader.TryReadNil());
            Assert.False(reader.TryReadNil());
            reader.ReadInt64();
        });
        Assert.Contains("Expected an integer at offset 1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("0xa1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_in_a_row_are_read_in_order()
    {
        var reader = new MessagePackReader([0xc3, 0x93, 0x01, 0xa1, 0x61, 0xc0, 0x2a]);
        Assert.True(reader.ReadBoolean());
        Assert.Equal(3, reader.ReadArrayHeader());
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal("a", reader.ReadString());
        Assert.True(reader.TryReadNil());
        Assert.Equal(6, reader.Position);
        Assert.False(reader.AtEnd);
        Assert.Equal(42, reader.ReadInt64());
        Assert.True(reader.AtEnd);
    }
}
