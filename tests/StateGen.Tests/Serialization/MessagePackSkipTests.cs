using StateGen.Serialization;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Serialization;

public sealed class MessagePackSkipTests
{
    [Theory]
    [InlineData("00")]
    [InlineData("E0")]
    [InlineData("C0")]
    [InlineData("C2")]
    [InlineData("C3")]
    [InlineData("CCFF")]
    [InlineData("CDFFFF")]
    [InlineData("CEFFFFFFFF")]
    [InlineData("CFFFFFFFFFFFFFFFFF")]
    [InlineData("D0FF")]
    [InlineData("D1FFFF")]
    [InlineData("D2FFFFFFFF")]
    [InlineData("D3FFFFFFFFFFFFFFFF")]
    [InlineData("CA00000000")]
    [InlineData("CB0000000000000000")]
    [InlineData("A0")]
    [InlineData("A26161")]
    [InlineData("D90161")]
    [InlineData("DA000161")]
    [InlineData("DB0000000161")]
    [InlineData("C40161")]
    [InlineData("C5000161")]
    [InlineData("C60000000161")]
    [InlineData("D40100")]
    [InlineData("D5010000")]
    [InlineData("D60100000000")]
    [InlineData("D7010000000000000000")]
    [InlineData("D80100000000000000000000000000000000")]
    [InlineData("C7010500")]
    [InlineData("C800010500")]
    [InlineData("C9000000010500")]
    [InlineData("90")]
    [InlineData("9201A161")]
    [InlineData("DC000201A161")]
    [InlineData("DD0000000201A161")]
    [InlineData("8101A161")]
    [InlineData("DE000101A161")]
    [InlineData("DF0000000101A161")]
    [InlineData("93918101C09080")]
    public void Every_form_is_skipped_exactly(string hex)
    {
        var reader = new MessagePackReader(Convert.FromHexString(hex + "2A"));
        reader.Skip();
        Assert.Equal(42, reader.ReadInt64());
        for (var length = 0; length < hex.Length; length += 2)
            Packed.AssertRefused(hex[..length], (ref MessagePackReader truncated) => truncated.Skip());
    }

    [Fact]
    public void Deep_nesting_does_not_overflow_the_stack()
    {
        var bytes = new byte[10_000_000];
        bytes.AsSpan().Fill(0x91);
        bytes[^1] = 0xc0;
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("DDFFFFFFFF00")]
    [InlineData("DFFFFFFFFF00")]
    [InlineData("DBFFFFFFFF00")]
    [InlineData("C9FFFFFFFF00")]
    [InlineData("92929200")]
    public void Hostile_bytes_are_refused(string hex) =>
        Packed.AssertRefused(hex, (ref MessagePackReader reader) => reader.Skip());

    [Fact]
    public void Hostile_lengths_are_refused_before_what_they_announce_is_visited()
    {
        // Each level announces 65,535 elements: visiting them all would take forever.
        var bytes = Enumerable.Repeat(new byte[] { 0xdc, 0xff, 0xff }, 30_000).SelectMany(header => header).ToArray();
        Packed.AssertRefused(Convert.ToHexString(bytes), (ref MessagePackReader reader) => reader.Skip());
    }

    [Fact]
    public void Any_bytes_are_skipped_or_refused() =>
        Arbitraries.Check(Arbitraries.Bytes, bytes =>
        {
            try
            {
                var reader = new MessagePackReader(bytes);
                reader.Skip();
                return reader.Position > 0;
            }
            catch (SerializationFormatException)
            {
                return true;
            }
        });
}
