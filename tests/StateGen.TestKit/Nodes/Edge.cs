namespace StateGen.TestKit.Nodes;

/// <summary>One way to encode a value.</summary>
/// <param name="Bytes">The encoding.</param>
/// <param name="Node">The value.</param>
/// <param name="IsSmallest">Whether it is the form that an encoder has to choose.</param>
internal sealed record Edge(byte[] Bytes, Node Node, bool IsSmallest)
{
    private const int MostBytesShown = 40;

    public override string ToString() => $"{Convert.ToHexString(Bytes.AsSpan(0, Math.Min(MostBytesShown, Bytes.Length)))}, {Bytes.Length} bytes";
}
