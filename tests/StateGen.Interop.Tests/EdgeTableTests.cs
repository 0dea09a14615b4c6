using StateGen.Interop.Tests.Peers;
using StateGen.TestKit.Nodes;

namespace StateGen.Interop.Tests;

/// <summary>The table of edges that the reader and the writer are tested with is what the other implementations know, too.</summary>
public sealed class EdgeTableTests(PeerFixture peers) : IClassFixture<PeerFixture>
{
    public static TheoryData<string, string> Families
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var family in EdgeTable.Families)
            {
                data.Add(nameof(PeerFixture.Python), family);
                data.Add(nameof(PeerFixture.Node), family);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_form_is_read_alike_and_the_smallest_is_written_alike(string name, string family)
    {
        foreach (var edge in EdgeTable.Of(family))
        {
            Assert.True(edge.Node.Description == peers[name].Decode(edge.Bytes), $"{name} reads {edge} differently.");
            if (edge.IsSmallest)
                Assert.True(edge.Bytes.AsSpan().SequenceEqual(peers[name].Encode(edge.Node.Instruction)), $"{name} writes {edge} differently.");
        }
    }

    [Theory]
    [InlineData(0x7ff0_0000_0000_0001)]
    [InlineData(0x7ff8_0000_dead_beef)]
    [InlineData(0xfff8_0000_0000_0000)]
    [InlineData(0xffff_ffff_ffff_ffff)]
    public void Python_sees_the_bits_of_a_NaN(ulong bits)
    {
        var node = new Node.Float(BitConverter.UInt64BitsToDouble(bits), IsSingle: false);
        Assert.Equal(node.Description, peers.Python.Decode(node.ToBytes()));
        Assert.Equal(node.ToBytes(), peers.Python.Encode(node.Instruction));
    }
}
