using System.IO.Hashing;
using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Known_texts_have_the_published_checksums(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Encoding.ASCII.GetBytes(text)).Value);

    [Fact]
    public void Thirty_two_zero_bytes_have_the_checksum_of_the_iscsi_standard() =>
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]).Value);

    [Fact]
    public void Appending_in_two_pieces_gives_the_checksum_of_the_whole_at_every_boundary()
    {
        var bytes = Enumerable.Range(0, 41).Select(i => (byte)(i * 37)).ToArray();
        Assert.All(Enumerable.Range(0, 42), cut =>
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Of(bytes.AsSpan(0, cut)).Append(bytes.AsSpan(cut))));
    }

    [Fact]
    public void Bytes_of_every_length_have_the_checksum_of_another_implementation()
    {
        var bytes = new byte[4_099];
        new Random(Seed: 32).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes.AsSpan(0, length)), Crc32C.Of(bytes.AsSpan(0, length)).Value);
    }

    [Fact]
    public void The_text_form_is_eight_digits_and_reads_back()
    {
        var checksum = new Crc32C(0x00C0FFEE);
        Assert.Equal("00c0ffee", checksum.ToString());
        Assert.Equal(checksum, Crc32C.Parse("00c0ffee"));
    }
}
