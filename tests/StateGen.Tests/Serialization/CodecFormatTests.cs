using System.Numerics;
using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

/// <summary>Golden vectors of the value formats. They are final: a change here breaks every state ever stored.</summary>
public sealed class CodecFormatTests
{
    [Fact]
    public void A_Guid_is_binary_of_16_big_endian_bytes() =>
        Assert.Equal("C41000112233445566778899AABBCCDDEEFF", Packed.HexOf<Guid, GuidCodec>(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));

    [Fact]
    public void Wide_integers_are_binary_of_16_big_endian_bytes()
    {
        Assert.Equal("C410" + "80000000000000000000000000000000", Packed.HexOf<Int128, IntegerCodec<Int128>>(Int128.MinValue));
        Assert.Equal("C410" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE", Packed.HexOf<Int128, IntegerCodec<Int128>>(-2));
        Assert.Equal("C410" + "00000000000000010000000000000002", Packed.HexOf<UInt128, IntegerCodec<UInt128>>(new UInt128(1, 2)));
    }

    [Fact]
    public void Wide_integers_of_marked_types_are_binary_of_16_little_endian_bytes()
    {
        Assert.Equal("C410" + "00000000000000000000000000000080", Packed.HexOf<Int128, LittleEndianIntegerCodec<Int128>>(Int128.MinValue));
        Assert.Equal("C410" + "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", Packed.HexOf<Int128, LittleEndianIntegerCodec<Int128>>(-2));
        Assert.Equal("C410" + "02000000000000000100000000000000", Packed.HexOf<UInt128, LittleEndianIntegerCodec<UInt128>>(new UInt128(1, 2)));
    }

    [Theory]
    [InlineData("0", "C40100")]
    [InlineData("-1", "C401FF")]
    [InlineData("127", "C4017F")]
    [InlineData("128", "C4028000")]
    [InlineData("-129", "C4027FFF")]
    [InlineData("18446744073709551616", "C409000000000000000001")]
    public void A_BigInteger_is_binary_of_as_few_little_endian_bytes_as_hold_it(string number, string hex) =>
        Assert.Equal(hex, Packed.HexOf<BigInteger, BigIntegerCodec>(BigInteger.Parse(number)));

    [Fact]
    public void A_Half_is_a_float_that_has_no_more_digits_than_it()
    {
        Assert.Equal("CA3FC00000", Packed.HexOf<Half, HalfCodec>((Half)1.5f));
        Packed.AssertRefused<Half, HalfCodec>("CA3FC00001");
        Packed.AssertRefused<Half, HalfCodec>("CA7F7FFFFF"); // beyond the largest
    }

    [Fact]
    public void A_version_and_a_URI_are_their_text()
    {
        Assert.Equal("A3312E32", Packed.HexOf<Version, VersionCodec>(new Version(1, 2)));
        Assert.Equal("A7312E322E302E33", Packed.HexOf<Version, VersionCodec>(new Version(1, 2, 0, 3)));
        Assert.Equal("A8687474703A2F2F78", Packed.HexOf<Uri, UriCodec>(new Uri("http://x")));
        Packed.AssertRefused<Version, VersionCodec>("A131");
        Packed.AssertRefused<Uri, UriCodec>("A8687474703A2F2F5B");
    }

    [Fact]
    public void A_URI_that_would_read_back_as_another_is_refused()
    {
        Assert.Contains("file:///C:/data", new Uri(@"C:\data", UriKind.Absolute).AbsoluteUri, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => UriCodec.Normalize(new Uri(@"C:\data", UriKind.Absolute)));
        Assert.Throws<ArgumentException>(() => UriCodec.Normalize(new Uri("/data", UriKind.Absolute)));
        Assert.Throws<ArgumentNullException>(() => UriCodec.Normalize(null!));
        Assert.Throws<ArgumentNullException>(() => VersionCodec.Normalize(null!));
    }

    [Fact]
    public void Bytes_are_binary_and_are_copied_in()
    {
        byte[] owned = [1, 2, 3];
        var stored = ReadOnlyMemoryCodec.Normalize(owned);
        owned[0] = 9;
        Assert.Equal("C403010203", Packed.HexOf<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>(stored));
        Assert.Equal([1, 2, 3], Packed.ReadHex<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>("C403010203").ToArray());
        Assert.Equal("C400", Packed.HexOf<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>(default));
        Assert.True(Packed.ReadHex<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>("C400").Equals(default));
    }

    [Fact]
    public void A_decimal_is_its_four_words_and_keeps_its_scale()
    {
        Assert.Equal("C410" + "64000000" + "00000000" + "00000000" + "00000200", Packed.HexOf<decimal, DecimalCodec>(1.00m));
        Assert.Equal("C410" + "0F000000" + "00000000" + "00000000" + "00000180", Packed.HexOf<decimal, DecimalCodec>(-1.5m));
        Assert.Equal("C410" + "FFFFFFFF" + "FFFFFFFF" + "FFFFFFFF" + "00000000", Packed.HexOf<decimal, DecimalCodec>(decimal.MaxValue));
        Assert.Equal("C410" + "01000000" + "02000000" + "03000000" + "00001C00", Packed.HexOf<decimal, DecimalCodec>(new decimal(1, 2, 3, false, 28)));
    }

    [Fact]
    public void A_DateTimeOffset_is_its_instant_and_its_offset_in_minutes()
    {
        Assert.Equal("92D6FF00000000D1FED4", Packed.HexOf<DateTimeOffset, DateTimeOffsetCodec>(DateTimeOffset.UnixEpoch.ToOffset(TimeSpan.FromHours(-5))));
        Assert.Equal("92D6FF000000013C", Packed.HexOf<DateTimeOffset, DateTimeOffsetCodec>(DateTimeOffset.UnixEpoch.AddSeconds(1).ToOffset(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void A_DateTimeOffset_keeps_its_offset() =>
        Assert.Equal(TimeSpan.FromHours(-5), Packed.ReadHex<DateTimeOffset, DateTimeOffsetCodec>("92D6FF00000000D1FED4").Offset);

    [Fact]
    public void Days_ticks_and_characters_are_integers()
    {
        Assert.Equal("CE000B2596", Packed.HexOf<DateOnly, DateOnlyCodec>(new DateOnly(2001, 2, 3)));
        Assert.Equal("CE23C34600", Packed.HexOf<TimeOnly, TimeOnlyCodec>(new TimeOnly(0, 1)));
        Assert.Equal("927FFF", Packed.HexOf<TimeWindow, TimeWindowCodec>(TimeWindow.Session(DateTimeOffset.FromUnixTimeMilliseconds(-1), TimeSpan.FromMilliseconds(128))));
        Assert.Equal("D2DC3CBA00", Packed.HexOf<TimeSpan, TimeSpanCodec>(TimeSpan.FromMinutes(-1)));
        Assert.Equal("CD20AC", Packed.HexOf<char, CharCodec>('€'));
    }

    [Fact]
    public void Nullables_are_nil_or_the_value()
    {
        Assert.Equal("C0", Packed.HexOf<int?, NullableCodec<int, IntegerCodec<int>>>(null));
        Assert.Equal("2A", Packed.HexOf<int?, NullableCodec<int, IntegerCodec<int>>>(42));
        Assert.Equal("C0", Packed.HexOf<string?, NullableReferenceCodec<string, StringCodec>>(null));
        Assert.Equal("A161", Packed.HexOf<string?, NullableReferenceCodec<string, StringCodec>>("a"));
    }

    [Fact]
    public void A_null_string_is_refused_with_what_to_do()
    {
        var exception = Assert.Throws<ArgumentNullException>(() => Packed.BytesOf<string, StringCodec>(null!));
        Assert.Contains("string?", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => StringCodec.Normalize(null!));
        Packed.AssertRefused<string, StringCodec>("C0");
    }

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        Assert.Throws<ArgumentException>(() => StringCodec.Normalize("a\uD800"));
        Assert.Throws<ArgumentException>(() => NullableReferenceCodec<string, StringCodec>.Normalize("\uDC00"));
        Assert.Throws<ArgumentException>(() => Packed.BytesOf<string, StringCodec>("\uD800"));
        Assert.Equal('\uD800', Packed.Read<char, CharCodec>(Packed.BytesOf<char, CharCodec>('\uD800')));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_DateTime_that_is_not_UTC_is_refused(DateTimeKind kind)
    {
        var time = new DateTime(2001, 1, 1, 0, 0, 0, kind);
        Assert.Throws<ArgumentException>(() => DateTimeCodec.Normalize(time));
        Assert.Throws<ArgumentException>(() => NullableCodec<DateTime, DateTimeCodec>.Normalize(time));
        Assert.Throws<ArgumentException>(() => Packed.BytesOf<DateTime, DateTimeCodec>(time));
    }

    [Fact]
    public void A_DateTime_reads_back_as_UTC() =>
        Assert.Equal(DateTimeKind.Utc, Packed.ReadHex<DateTime, DateTimeCodec>("D6FF00000000").Kind);

    [Fact]
    public void The_bits_of_NaN_are_kept()
    {
        var value = BitConverter.UInt64BitsToDouble(0x7FF8_0000_DEAD_BEEF);
        Assert.Equal("CB7FF80000DEADBEEF", Packed.HexOf<double, DoubleCodec>(value));
        Assert.Equal(0x7FF8_0000_DEAD_BEEFUL, BitConverter.DoubleToUInt64Bits(Packed.ReadHex<double, DoubleCodec>("CB7FF80000DEADBEEF")));
    }

    [Fact]
    public void Impossible_values_are_refused()
    {
        Packed.AssertRefused<Guid, GuidCodec>("C40F" + new string('0', 30));
        Packed.AssertRefused<Int128, IntegerCodec<Int128>>("C40F" + new string('0', 30));
        Packed.AssertRefused<UInt128, IntegerCodec<UInt128>>("C411" + new string('0', 34));
        Packed.AssertRefused<Int128, LittleEndianIntegerCodec<Int128>>("C40F" + new string('0', 30));
        Packed.AssertRefused<UInt128, LittleEndianIntegerCodec<UInt128>>("C411" + new string('0', 34));
        Packed.AssertRefused<decimal, DecimalCodec>("C411" + new string('0', 34));
        Packed.AssertRefused<decimal, DecimalCodec>("C410" + new string('0', 24) + "00001D00"); // scale 29
        Packed.AssertRefused<decimal, DecimalCodec>("C410" + new string('0', 24) + "01000000"); // reserved bit
        Packed.AssertRefused<decimal, DecimalCodec>("C410" + new string('0', 24) + "00000040"); // reserved bit
        Packed.AssertRefused<DateOnly, DateOnlyCodec>("FF");
        Packed.AssertRefused<DateOnly, DateOnlyCodec>("CE7FFFFFFF");
        Packed.AssertRefused<TimeOnly, TimeOnlyCodec>("FF");
        Packed.AssertRefused<TimeWindow, TimeWindowCodec>("9101");
        Packed.AssertRefused<TimeWindow, TimeWindowCodec>("93010203");
        Packed.AssertRefused<TimeOnly, TimeOnlyCodec>("CF000000C92A69C000");
        Packed.AssertRefused<DateTimeOffset, DateTimeOffsetCodec>("91D6FF00000000");
        Packed.AssertRefused<DateTimeOffset, DateTimeOffsetCodec>("92D6FF00000000CD0349");             // 841 minutes
        Packed.AssertRefused<DateTimeOffset, DateTimeOffsetCodec>("92C70CFF00000000FFFFFFF1886E0900FF"); // local time before year 1
    }
}
