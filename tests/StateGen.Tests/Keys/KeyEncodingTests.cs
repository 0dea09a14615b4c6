using StateGen.Keys;

namespace StateGen.Tests.Keys;

/// <summary>Golden vectors of the key encodings. The format is final: a change here breaks every state ever stored.</summary>
public sealed class KeyEncodingTests
{
    [Theory]
    [InlineData(false, "00")]
    [InlineData(true, "01")]
    public void Booleans(bool key, string hex) => Assert.Equal(hex, KeyBytes.HexOf<bool, BooleanKeyCodec>(key));

    [Theory]
    [InlineData(int.MinValue, "00000000")]
    [InlineData(-1, "7FFFFFFF")]
    [InlineData(0, "80000000")]
    [InlineData(42, "8000002A")]
    [InlineData(int.MaxValue, "FFFFFFFF")]
    public void Signed_integers_have_the_sign_bit_flipped(int key, string hex)
    {
        Assert.Equal(hex, KeyBytes.HexOf<int, IntegerKeyCodec<int>>(key));
        Assert.Equal(hex, KeyBytes.HexOf<Int128, IntegerKeyCodec<Int128>>((Int128)key << 96)[..8]);
    }

    [Fact]
    public void Integers_of_every_width_are_big_endian()
    {
        Assert.Equal("2A", KeyBytes.HexOf<byte, IntegerKeyCodec<byte>>(42));
        Assert.Equal("7E", KeyBytes.HexOf<sbyte, IntegerKeyCodec<sbyte>>(-2));
        Assert.Equal("7FFE", KeyBytes.HexOf<short, IntegerKeyCodec<short>>(-2));
        Assert.Equal("0102", KeyBytes.HexOf<ushort, IntegerKeyCodec<ushort>>(0x0102));
        Assert.Equal("01020304", KeyBytes.HexOf<uint, IntegerKeyCodec<uint>>(0x01020304));
        Assert.Equal("7FFFFFFFFFFFFFFE", KeyBytes.HexOf<long, IntegerKeyCodec<long>>(-2));
        Assert.Equal("0102030405060708", KeyBytes.HexOf<ulong, IntegerKeyCodec<ulong>>(0x0102030405060708));
        Assert.Equal("01020304050607080910111213141516", KeyBytes.HexOf<UInt128, IntegerKeyCodec<UInt128>>(new UInt128(0x0102030405060708, 0x0910111213141516)));
        Assert.Equal("20AC", KeyBytes.HexOf<char, CharKeyCodec>('€'));
    }

    [Theory]
    [InlineData("", "0001")]
    [InlineData("ab", "61620001")]
    [InlineData("a\0b", "6100FF620001")]
    [InlineData("\0", "00FF0001")]
    [InlineData("\0\0", "00FF00FF0001")]
    [InlineData("é€", "C3A9E282AC0001")]
    [InlineData("😀", "F09F98800001")]
    public void Strings_are_escaped_and_terminated(string key, string hex) =>
        Assert.Equal(hex, KeyBytes.HexOf<string, StringKeyCodec>(key));

    [Theory]
    [InlineData(double.NegativeInfinity, "000FFFFFFFFFFFFF")]
    [InlineData(-1.0, "400FFFFFFFFFFFFF")]
    [InlineData(0.0, "8000000000000000")]
    [InlineData(1.0, "BFF0000000000000")]
    [InlineData(double.PositiveInfinity, "FFF0000000000000")]
    public void Doubles_are_in_numeric_order(double key, string hex) => Assert.Equal(hex, KeyBytes.HexOf<double, DoubleKeyCodec>(key));

    [Theory]
    [InlineData(-1f, "407FFFFF")]
    [InlineData(1f, "BF800000")]
    public void Singles_are_in_numeric_order(float key, string hex) => Assert.Equal(hex, KeyBytes.HexOf<float, SingleKeyCodec>(key));

    [Fact]
    public void Negative_zero_is_encoded_as_zero()
    {
        Assert.Equal("8000000000000000", KeyBytes.HexOf<double, DoubleKeyCodec>(-0.0));
        Assert.Equal("80000000", KeyBytes.HexOf<float, SingleKeyCodec>(-0f));
    }

    [Theory]
    [InlineData("0", "80")]
    [InlineData("0.00", "80")]
    [InlineData("-0.0", "80")]
    [InlineData("1", "9D0B00")]
    [InlineData("1.00", "9D0B00")]
    [InlineData("-1", "62F4FF")]
    [InlineData("12", "9E0D00")]
    [InlineData("100", "9F0B00")]
    [InlineData("123.45", "9F0D233300")]
    [InlineData("0.05", "9B3300")]
    [InlineData("10.01", "9E0B0200")]
    [InlineData("0.0000000000000000000000000001", "810B00")]
    [InlineData("79228162514264337593543950335", "B95017523F342B41224C5E372833223300")]
    [InlineData("-79228162514264337593543950335", "46AFE8ADC0CBD4BEDDB3A1C8D7CCDDCCFF")]
    public void Decimals_are_exponent_and_digit_pairs(string key, string hex) =>
        Assert.Equal(hex, KeyBytes.HexOf<decimal, DecimalKeyCodec>(decimal.Parse(key, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Times_are_ticks_and_days()
    {
        var time = new DateTime(2001, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        var ticks = (time.Ticks | long.MinValue).ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("88C25BADA02D1670", ticks);
        Assert.Equal(ticks, KeyBytes.HexOf<DateTime, DateTimeKeyCodec>(time));
        Assert.Equal(ticks, KeyBytes.HexOf<DateTimeOffset, DateTimeOffsetKeyCodec>(new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(-5))));
        Assert.Equal("7FFFFFFFFFFFFFFF", KeyBytes.HexOf<TimeSpan, TimeSpanKeyCodec>(new TimeSpan(-1)));
        Assert.Equal("800B2596", KeyBytes.HexOf<DateOnly, DateOnlyKeyCodec>(new DateOnly(2001, 2, 3)));
        Assert.Equal("800000C92A69BFFF", KeyBytes.HexOf<TimeOnly, TimeOnlyKeyCodec>(TimeOnly.MaxValue));
        Assert.Equal("80000000000003E87FFFFFFFFFFFFFFF", KeyBytes.HexOf<TimeWindow, TimeWindowKeyCodec>(TimeWindow.Session(DateTimeOffset.FromUnixTimeMilliseconds(-1), TimeSpan.FromMilliseconds(1001))));
    }

    [Fact]
    public void Guids_are_in_the_order_of_their_text() =>
        Assert.Equal("00112233445566778899AABBCCDDEEFF", KeyBytes.HexOf<Guid, GuidKeyCodec>(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));

    [Fact]
    public void Nullables_are_00_or_01_and_the_value()
    {
        Assert.Equal("00", KeyBytes.HexOf<int?, NullableKeyCodec<int, IntegerKeyCodec<int>>>(null));
        Assert.Equal("0180000001", KeyBytes.HexOf<int?, NullableKeyCodec<int, IntegerKeyCodec<int>>>(1));
        Assert.Equal("00", KeyBytes.HexOf<string?, NullableReferenceKeyCodec<string, StringKeyCodec>>(null));
        Assert.Equal("010001", KeyBytes.HexOf<string?, NullableReferenceKeyCodec<string, StringKeyCodec>>(""));
    }

    [Theory]
    [InlineData("6162")]       // no terminator
    [InlineData("610002")]     // unknown escape
    [InlineData("6100")]       // cut inside the terminator
    [InlineData("C30001")]     // incomplete UTF-8
    [InlineData("C0800001")]   // overlong UTF-8
    [InlineData("EDA0800001")] // encoded surrogate
    public void Damaged_strings_are_refused(string hex) => KeyBytes.AssertRefused<string, StringKeyCodec>(hex);

    [Theory]
    [InlineData("9D00")]       // no digits
    [InlineData("9D0100")]     // first digit zero
    [InlineData("9D0B0100")]   // trailing zero
    [InlineData("9D6500")]     // pair above 99
    [InlineData("BA0B00")]     // exponent too large
    [InlineData("B95017523F342B41224C5E372833223D00")] // one above the largest decimal
    [InlineData("810C00")]     // 29 decimal places
    [InlineData("9D0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B00")] // more digits than any decimal has
    public void Damaged_decimals_are_refused(string hex) => KeyBytes.AssertRefused<decimal, DecimalKeyCodec>(hex);

    [Fact]
    public void Bytes_that_no_key_encodes_to_are_refused()
    {
        KeyBytes.AssertRefused<bool, BooleanKeyCodec>("02");
        KeyBytes.AssertRefused<char, CharKeyCodec>("D800");
        KeyBytes.AssertRefused<double, DoubleKeyCodec>("7FFFFFFFFFFFFFFF"); // negative zero
        KeyBytes.AssertRefused<double, DoubleKeyCodec>("FFF8000000000000"); // NaN
        KeyBytes.AssertRefused<float, SingleKeyCodec>("FFC00000");
        KeyBytes.AssertRefused<DateTime, DateTimeKeyCodec>("7FFFFFFFFFFFFFFF");
        KeyBytes.AssertRefused<DateTimeOffset, DateTimeOffsetKeyCodec>("FFFFFFFFFFFFFFFF");
        KeyBytes.AssertRefused<DateOnly, DateOnlyKeyCodec>("FFFFFFFF");
        KeyBytes.AssertRefused<TimeOnly, TimeOnlyKeyCodec>("800000C92A69C000");
        KeyBytes.AssertRefused<int?, NullableKeyCodec<int, IntegerKeyCodec<int>>>("0280000001");
    }
}
