using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

/// <summary>Golden vectors of the header before every stored entry. The format is final.</summary>
public sealed class EntryHeaderTests
{
    [Theory]
    [InlineData(0, "0090")]
    [InlineData(1, "0190")]
    [InlineData(128, "CC8090")]
    [InlineData(65_536, "CE0001000090")]
    public void A_header_without_times_to_live(int schemaNumber, string hex)
    {
        Assert.Equal(hex, HexOf(schemaNumber));
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        Assert.Equal(schemaNumber, EntryHeader.ReadSchemaNumber(ref reader));
        Assert.Equal(0, EntryHeader.ReadTimestampsHeader(ref reader));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Write_times_are_milliseconds_or_nil()
    {
        const string Hex = "0394" + "CF0000019007486180" + "C0" + "00" + "FF";
        long[] times = [1_718_109_102_464, EntryHeader.NeverWritten, 0, -1];
        Assert.Equal(Hex, HexOf(3, times));
        var reader = new MessagePackReader(Convert.FromHexString(Hex));
        Assert.Equal(3, EntryHeader.ReadSchemaNumber(ref reader));
        Assert.Equal(4, EntryHeader.ReadTimestampsHeader(ref reader));
        foreach (var time in times)
            Assert.Equal(time, EntryHeader.ReadTimestamp(ref reader));
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("0090")]
    [InlineData("CC8090")]
    [InlineData("0191C0")]
    [InlineData("0392CF000001900748618005")]
    public void Skipping_leads_to_the_content(string header)
    {
        var reader = new MessagePackReader(Convert.FromHexString(header + "2A"));
        EntryHeader.Skip(ref reader);
        Assert.Equal(42, reader.ReadInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("FF90")]
    [InlineData("C090")]
    [InlineData("CE8000000090")]
    [InlineData("0191")]
    [InlineData("0191A161")]
    [InlineData("0180")]
    public void Damaged_headers_are_refused(string hex) =>
        Packed.AssertRefused(hex, (ref MessagePackReader reader) => EntryHeader.Skip(ref reader));

    [Fact]
    public void A_negative_schema_number_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HexOf(-1));

    private static string HexOf(int schemaNumber, params long[] times) =>
        Packed.Hex((ref MessagePackWriter writer) =>
        {
            EntryHeader.WriteSchemaNumber(ref writer, schemaNumber);
            EntryHeader.WriteTimestampsHeader(ref writer, times.Length);
            foreach (var time in times)
                EntryHeader.WriteTimestamp(ref writer, time);
        });
}
