using StateGen.Serialization;
using StateGen.TestKit.Nodes;
using StateGen.Tests.Serialization.Hostile;

namespace StateGen.Tests.Serialization;

/// <summary>Each family's boundaries in each of its forms. The other implementations are held to the same table in StateGen.Interop.Tests.</summary>
public sealed class EdgeTableTests
{
    private const byte NeverUsed = 0xc1;

    // What an exception and its message take.
    private const long MostAllocated = 4_096;

    public static TheoryData<string> Families => [.. EdgeTable.Families];

    public static TheoryData<string> MethodNames => [.. ReaderMethods.All.Where(method => method.Name != nameof(MessagePackReader.TryReadNil)).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_form_is_read_and_skipped(string family)
    {
        foreach (var edge in EdgeTable.Of(family))
            Assert.True(edge.Node.Instruction == NodeReader.ReadAll(edge.Bytes).Instruction, $"{edge} is read differently.");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_smallest_form_is_written(string family)
    {
        foreach (var edge in EdgeTable.Of(family).Where(edge => edge.IsSmallest))
            Assert.True(edge.Bytes.AsSpan().SequenceEqual(edge.Node.ToBytes()), $"{edge} is written differently.");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_truncation_is_refused(string family)
    {
        foreach (var edge in EdgeTable.Of(family).Where(edge => edge.Bytes.Length < 300))
        {
            for (var length = 0; length < edge.Bytes.Length; length++)
                Assert.Throws<SerializationFormatException>(() => NodeReader.ReadAll(edge.Bytes[..length]));
        }
    }

    [Theory]
    [InlineData(0x7fa0_0001u)]
    [InlineData(0x7fc0_beefu)]
    [InlineData(0xffc0_0000u)]
    [InlineData(0xffff_ffffu)]
    public void A_NaN_of_32_bits_keeps_its_bits(uint bits)
    {
        var bytes = Packed.Bytes((ref MessagePackWriter writer) => writer.WriteSingle(BitConverter.UInt32BitsToSingle(bits)));
        Assert.Equal($"CA{bits:X8}", Convert.ToHexString(bytes));
        Assert.Equal(bits, BitConverter.SingleToUInt32Bits(Packed.Read<float, SingleCodec>(bytes)));
    }

    [Theory]
    [InlineData(0x7ff4_0000_0000_0001ul)]
    [InlineData(0x7ff8_0000_dead_beeful)]
    [InlineData(0xfff8_0000_0000_0000ul)]
    [InlineData(0xffff_ffff_ffff_fffful)]
    public void A_NaN_of_64_bits_keeps_its_bits(ulong bits)
    {
        var bytes = Packed.Bytes((ref MessagePackWriter writer) => writer.WriteDouble(BitConverter.UInt64BitsToDouble(bits)));
        Assert.Equal($"CB{bits:X16}", Convert.ToHexString(bytes));
        Assert.Equal(bits, BitConverter.DoubleToUInt64Bits(Packed.Read<double, DoubleCodec>(bytes)));
    }

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void The_byte_that_is_never_used_is_refused(string method) => AssertRefused(method, [NeverUsed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void Lengths_up_to_the_largest_are_refused_without_allocating_for_them(string method)
    {
        foreach (var code in new byte[] { 0xc6, 0xc9, 0xdb, 0xdd, 0xdf })
        {
            foreach (var length in new uint[] { uint.MaxValue, 0x8000_0000, 0x7fff_ffff, 0x4000_0000 })
                AssertRefused(method, [code, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, 0xff, 0, 0, 0]);
        }
    }

    private static void AssertRefused(string method, byte[] bytes)
    {
        var read = ReaderMethods.All.Single(candidate => candidate.Name == method).Read;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var reader = new MessagePackReader(bytes);
            read(ref reader);
        }
        catch (SerializationFormatException)
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MostAllocated);
            return;
        }

        Assert.Fail($"{method} reads {Convert.ToHexString(bytes)}.");
    }
}
