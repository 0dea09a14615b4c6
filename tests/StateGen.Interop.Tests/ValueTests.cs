using StateGen.Interop.Tests.Peers;
using StateGen.TestKit;
using StateGen.TestKit.Nodes;
using StateGen.TestKit.Shapes;
using StateGen.TestKit.Values;

namespace StateGen.Interop.Tests;

/// <summary>Values of every family of the format, nested at random, and values of random types: what we write and what the other implementation writes is the same, byte for byte.</summary>
[Trait("Category", "Slow")]
public sealed class ValueTests(PeerFixture peers, ITestOutputHelper output) : IClassFixture<PeerFixture>
{
    private static readonly int Cases = TestScale.Of(2_000);

    [Theory]
    [MemberData(nameof(PeerFixture.Names), MemberType = typeof(PeerFixture))]
    public void Generated_values_are_the_same_bytes_in_both_directions(string name)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var generator = new NodeGenerator(new Random(seed));
        for (var index = 0; index < Cases; index++)
            AssertSame(peers[name], generator.Next(), $"case {index} of seed {seed}");
    }

    [Fact]
    public void Values_of_generated_types_are_the_same_bytes_in_both_directions()
    {
        var shapes = CompiledShapes.Create();
        output.WriteLine($"seed {shapes.Seed}");
        var values = new RandomValues(shapes.Random);
        for (var index = 0; index < Cases; index++)
        {
            var codec = shapes.Codecs[index % shapes.Codecs.Count];
            AssertSame(codec, values.Next(codec.Type), shapes.Describe(codec));
        }
    }

    private void AssertSame(CodecUnderTest codec, object value, string which)
    {
        var node = ValueNodes.Of(value, codec.Type);
        foreach (var peer in new[] { peers.Python, peers.Node })
        {
            var theirs = AssertSame(peer, node, codec.Write(value), which);
            Assert.Equal(node.Instruction, ValueNodes.Of(codec.Read(theirs), codec.Type).Instruction);
        }
    }

    private static void AssertSame(Peer peer, Node node, string which) =>
        Assert.Equal(node.Instruction, NodeReader.ReadAll(AssertSame(peer, node, node.ToBytes(), which)).Instruction);

    private static byte[] AssertSame(Peer peer, Node node, byte[] ours, string which)
    {
        Assert.True(node.Description == peer.Decode(ours), $"{which} is read differently: {node}");
        var theirs = peer.Encode(node.Instruction);
        Assert.True(ours.AsSpan().SequenceEqual(theirs), $"{which} is written differently: {node}\nours   {Convert.ToHexString(ours)}\ntheirs {Convert.ToHexString(theirs)}");
        return theirs;
    }
}
