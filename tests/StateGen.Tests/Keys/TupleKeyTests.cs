using StateGen;
using StateGen.Keys;

[assembly: GenerateCodec(typeof((int, string))), GenerateCodec(typeof((int?, (string, bool)))), GenerateCodec(typeof(KeyValuePair<string, Guid>)), GenerateCodec(typeof((byte, byte, byte, byte, byte, byte, byte, string, bool)))]

namespace StateGen.Tests.Keys;

/// <summary>Golden vectors of tuples as keys, worked out by hand from the table in docs/formats.md: the elements one after the other.</summary>
public sealed class TupleKeyTests
{
    [Fact]
    public void A_pair_is_its_two_elements() => AssertKey((1, "a\0"), "80000001 6100FF0001");

    [Fact]
    public void A_nullable_element_has_a_mark_and_a_tuple_inside_none() => AssertKey(((int?)null, ("a", true)), "00 610001 01");

    [Fact]
    public void A_nullable_element_that_is_there_follows_its_mark() => AssertKey(((int?)-1, ("", false)), "01 7FFFFFFF 0001 00");

    [Fact]
    public void A_key_and_value_are_a_pair() =>
        AssertKey(new KeyValuePair<string, Guid>("é", new("00112233-4455-6677-8899-aabbccddeeff")), "C3A90001 00112233445566778899AABBCCDDEEFF");

    [Fact]
    public void The_rest_of_a_long_tuple_follows() =>
        AssertKey(((byte)1, (byte)2, (byte)3, (byte)4, (byte)5, (byte)6, (byte)7, "z", true), "01020304050607 7A0001 01");

    private static void AssertKey<TKey>(TKey key, string hex)
    {
        var expected = hex.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(expected, KeyBytes.HexOf<TKey, TypeParameterKeyCodec<TKey>>(key));
        Assert.Equal(key, KeyBytes.Read<TKey, TypeParameterKeyCodec<TKey>>(Convert.FromHexString(expected), out var length));
        Assert.Equal(expected.Length / 2, length);
    }
}
