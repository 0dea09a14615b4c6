using StateGen.Interop.Tests.Peers;
using StateGen.Tests;
using StateGen.Tests.Nodes;

namespace StateGen.Interop.Tests;

/// <summary>Values of every family of the format, nested at random: what we write and what the other implementation writes is the same, byte for byte.</summary>
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

    private static void AssertSame(Peer peer, Node node, string which)
    {
        var ours = node.ToBytes();
        Assert.True(node.Description == peer.Decode(ours), $"{which} is read differently: {node}");
        var theirs = peer.Encode(node.Instruction);
        Assert.True(ours.AsSpan().SequenceEqual(theirs), $"{which} is written differently: {node}\nours   {Convert.ToHexString(ours)}\ntheirs {Convert.ToHexString(theirs)}");
        Assert.Equal(node.Instruction, NodeReader.ReadAll(theirs).Instruction);
    }
}
