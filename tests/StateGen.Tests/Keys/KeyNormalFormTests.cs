using StateGen.Keys;

namespace StateGen.Tests.Keys;

public sealed class KeyNormalFormTests
{
    [Fact]
    public void A_decimal_loses_trailing_zeros_and_the_sign_of_zero()
    {
        Assert.Equal("1", Text(DecimalKeyCodec.Normalize(1.00m)));
        Assert.Equal("100", Text(DecimalKeyCodec.Normalize(100.0m)));
        Assert.Equal("0", Text(DecimalKeyCodec.Normalize(0.000m)));
        Assert.Equal("-1.5", Text(DecimalKeyCodec.Normalize(-1.50m)));
        Assert.False(decimal.IsNegative(DecimalKeyCodec.Normalize(new decimal(0, 0, 0, isNegative: true, 0))));
        Assert.False(decimal.IsNegative(DecimalKeyCodec.Normalize(new decimal(0, 0, 0, isNegative: true, 3))));
    }

    [Fact]
    public void Equal_decimals_of_different_scale_are_one_key()
    {
        var (left, right) = (DecimalKeyCodec.Normalize(1.0m), DecimalKeyCodec.Normalize(1.00m));
        Assert.Equal(DecimalKeyCodec.Hash(in left), DecimalKeyCodec.Hash(in right));
        Assert.Equal(KeyBytes.HexOf<decimal, DecimalKeyCodec>(1.0m), KeyBytes.HexOf<decimal, DecimalKeyCodec>(1.00m));
    }

    [Fact]
    public void Negative_zero_becomes_zero()
    {
        Assert.False(double.IsNegative(DoubleKeyCodec.Normalize(-0.0)));
        Assert.False(float.IsNegative(SingleKeyCodec.Normalize(-0f)));
    }

    [Fact]
    public void NaN_is_refused()
    {
        Assert.Throws<KeyFormatException>(() => DoubleKeyCodec.Normalize(double.NaN));
        Assert.Throws<KeyFormatException>(() => SingleKeyCodec.Normalize(float.NaN));
        Assert.Throws<KeyFormatException>(() => NullableKeyCodec<double, DoubleKeyCodec>.Normalize(double.NaN));
    }

    [Fact]
    public void A_lone_surrogate_is_refused_before_anything_is_written()
    {
        // Not inline data: attributes are stored as UTF-8 and would lose the surrogates.
        foreach (var key in new[] { "\uD800", "a\uDC00", "\uDC00\uD800", "😀\uD83D", "\uD800\uD800\uDC00" })
        {
            Assert.Throws<KeyFormatException>(() => StringKeyCodec.Normalize(key));
            Assert.Throws<KeyFormatException>(() => NullableReferenceKeyCodec<string, StringKeyCodec>.Normalize(key));
            AssertWritesNothing(key);
        }
    }

    [Fact]
    public void Paired_surrogates_are_a_key() => Assert.Equal("a😀b", StringKeyCodec.Normalize("a😀b"));

    [Theory]
    [InlineData('\uD800')]
    [InlineData('\uDFFF')]
    public void A_surrogate_is_no_char_key(char key) => Assert.Throws<KeyFormatException>(() => CharKeyCodec.Normalize(key));

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_DateTime_that_is_not_UTC_is_refused(DateTimeKind kind)
    {
        var exception = Assert.Throws<KeyFormatException>(() => DateTimeKeyCodec.Normalize(new DateTime(2001, 1, 1, 0, 0, 0, kind)));
        Assert.Contains(kind.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DateTime_reads_back_as_UTC() =>
        Assert.Equal(DateTimeKind.Utc, KeyBytes.Read<DateTime, DateTimeKeyCodec>(KeyBytes.Of<DateTime, DateTimeKeyCodec>(DateTime.UnixEpoch), out _).Kind);

    [Fact]
    public void A_DateTimeOffset_becomes_its_instant_in_UTC()
    {
        var key = DateTimeOffsetKeyCodec.Normalize(new DateTimeOffset(2001, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.Zero, key.Offset);
        Assert.Equal(new DateTime(2001, 1, 1, 0, 0, 0), key.DateTime);
    }

    [Fact]
    public void A_null_string_is_refused_and_a_nullable_one_is_not()
    {
        Assert.Throws<ArgumentNullException>(() => StringKeyCodec.Normalize(null!));
        Assert.Null(NullableReferenceKeyCodec<string, StringKeyCodec>.Normalize(null));
        Assert.Null(NullableKeyCodec<int, IntegerKeyCodec<int>>.Normalize(null));
    }

    private static void AssertWritesNothing(string key)
    {
        var writer = new KeyWriter(stackalloc byte[64]);
        try
        {
            StringKeyCodec.Write(ref writer, in key);
            Assert.Fail($"{key} was written.");
        }
        catch (KeyFormatException)
        {
            Assert.Equal(0, writer.Length);
        }
    }

    private static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
