using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using StateGen.Keys;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Keys;

/// <summary>Golden vectors of XXH64 with seed 0, as the reference implementation gives them. They place keys into key groups and never change.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0xef46db3751d8e999)]
    [InlineData("a", 0xd24ec4f1a98c6e5b)]
    [InlineData("abc", 0x44bc2cf5ad770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1)]
    public void Published_vectors_of_text(string text, ulong hash) => Assert.Equal(hash, StableHash.Of(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("00", 0xe934a84adb052768)]
    [InlineData("0041", 0xa9a45a5d7377c763)]
    [InlineData("8000002a", 0x04e4b3a690a48d19)]
    [InlineData("800000000000002a", 0x637bf23a08267edf)]
    [InlineData("00112233445566778899aabbccddeeff", 0x13c6635f71500f92)]
    [InlineData("00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899", 0x3b9385d4e032446c)]
    public void Reference_vectors_of_bytes(string hex, ulong hash) => Assert.Equal(hash, StableHash.Of(Convert.FromHexString(hex)));

    [Fact]
    public void Bytes_of_every_length_have_the_hash_of_another_implementation()
    {
        var bytes = new byte[1_031];
        new Random(Seed: 64).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(XxHash64.HashToUInt64(bytes.AsSpan(0, length)), StableHash.Of(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Reference_vectors_of_keys()
    {
        Assert.Equal(0x04e4b3a690a48d19UL, IntegerKeyCodec<int>.Hash(42));
        Assert.Equal(0x637bf23a08267edfUL, IntegerKeyCodec<long>.Hash(42));
        Assert.Equal(0x95fe0ca756cafda8UL, StringKeyCodec.Hash("ab"));
        Assert.Equal(0xf4a481b19bfa7c53UL, StringKeyCodec.Hash("a\0b"));
        Assert.Equal(0x13c6635f71500f92UL, GuidKeyCodec.Hash(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));
        Assert.Equal(0x8a4127811b21e730UL, BooleanKeyCodec.Hash(true));
    }

    [Fact]
    public void Hashes_of_integers_are_those_of_their_big_endian_bytes() =>
        Arbitraries.Check(Arbitraries.UInt128s, value =>
        {
            var bytes = new byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
            return StableHash.OfUInt128(value) == StableHash.Of(bytes)
                && StableHash.OfUInt64((ulong)value) == StableHash.Of(bytes.AsSpan(8))
                && StableHash.OfUInt32((uint)value) == StableHash.Of(bytes.AsSpan(12))
                && StableHash.OfUInt16((ushort)value) == StableHash.Of(bytes.AsSpan(14))
                && StableHash.OfByte((byte)value) == StableHash.Of(bytes.AsSpan(15));
        });
}
