using StateGen.Backends;
using StateGen.Serialization;

namespace StateGen.Tests.Serialization;

public sealed class AccumulatorCodecTests
{
    [Fact]
    public void An_absent_accumulator_is_nil_and_one_that_is_itself_nil_is_not_absent()
    {
        Assert.Equal([0xc0], Write(default));
        Assert.Equal([0x91, 0xc0], Write(new(null)));
        Assert.Equal([0x91, 0x07], Write(new(7)));
        Assert.False(Read(0xc0).IsPresent);
        Assert.True(Read(0x91, 0xc0) is { IsPresent: true, Value: null });
        Assert.True(Read(0x91, 0x07) is { IsPresent: true, Value: 7 });
    }

    [Theory]
    [InlineData(new byte[] { 0x90 })]
    [InlineData(new byte[] { 0x92, 0x07, 0x07 })]
    [InlineData(new byte[] { 0x07 })]
    [InlineData(new byte[] { 0x91 })]
    [InlineData(new byte[] { 0x91, 0xa1, 0x61 })]
    public void Anything_but_an_array_of_one_accumulator_is_damaged(byte[] bytes) => Assert.Throws<SerializationFormatException>(() => Read(bytes));

    private static byte[] Write(Accumulator<int?> accumulator)
    {
        var writer = new MessagePackWriter(stackalloc byte[16]);
        try
        {
            AccumulatorCodec<int?, NullableCodec<int, IntegerCodec<int>>>.Write(ref writer, in accumulator);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static Accumulator<int?> Read(params byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        return AccumulatorCodec<int?, NullableCodec<int, IntegerCodec<int>>>.Read(ref reader);
    }
}
