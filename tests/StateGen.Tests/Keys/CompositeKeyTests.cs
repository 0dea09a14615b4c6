using FsCheck.Fluent;
using StateGen.Keys;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Keys;

/// <summary>Keys in a row: what generated codecs of composite keys, and stored keys with map keys behind them, rely on.</summary>
public sealed class CompositeKeyTests
{
    [Fact]
    public void Keys_1_and_11_never_mix() => Assert.NotEqual(Concatenate("1", "11"), Concatenate("11", "1"));

    [Fact]
    public void Pairs_of_strings_sort_by_the_first_and_then_the_second() =>
        Arbitraries.Check(Arbitraries.Texts.Two().Zip(Arbitraries.Texts.Two()), pairs =>
        {
            var (left, right) = pairs;
            var expected = CodePointOrder.Instance.Compare(left.Item1, right.Item1);
            if (expected == 0)
                expected = CodePointOrder.Instance.Compare(left.Item2, right.Item2);
            var actual = Concatenate(left.Item1, left.Item2).AsSpan().SequenceCompareTo(Concatenate(right.Item1, right.Item2));
            return Math.Sign(expected) == Math.Sign(actual);
        });

    [Fact]
    public void Keys_of_several_types_in_a_row_read_back()
    {
        var writer = new KeyWriter(stackalloc byte[8]);
        writer.WriteUInt16(513);
        StringKeyCodec.Write(ref writer, "a\0b");
        DecimalKeyCodec.Write(ref writer, -12.5m);
        DateOnlyKeyCodec.Write(ref writer, new DateOnly(2001, 2, 3));
        var reader = new KeyReader(writer.Written);
        Assert.Equal(513, reader.ReadUInt16());
        Assert.Equal("a\0b", StringKeyCodec.Read(ref reader));
        Assert.Equal(-12.5m, DecimalKeyCodec.Read(ref reader));
        Assert.False(reader.AtEnd);
        Assert.Equal(new DateOnly(2001, 2, 3), DateOnlyKeyCodec.Read(ref reader));
        Assert.True(reader.AtEnd);
        writer.Dispose();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\0")]
    [InlineData("€")]
    [InlineData("😀")]
    public void Keys_of_64_KiB_work(string fragment)
    {
        var key = string.Concat(Enumerable.Repeat(fragment, 65_536));
        var encoded = KeyBytes.Of<string, StringKeyCodec>(key);
        Assert.Equal(key, KeyBytes.Read<string, StringKeyCodec>(encoded, out var length));
        Assert.Equal(encoded.Length, length);
        Assert.Equal(StableHash.Of(encoded), StringKeyCodec.Hash(in key));
    }

    private static byte[] Concatenate(string first, string second) =>
        [.. KeyBytes.Of<string, StringKeyCodec>(first), .. KeyBytes.Of<string, StringKeyCodec>(second)];
}
