using System.Numerics;

namespace StateGen.TestKit.Nodes;

/// <summary>
/// Random values of every family, nested at random, with lengths around the boundaries of the forms.
/// </summary>
internal sealed class NodeGenerator(Random random)
{
    private const int DeepestNesting = 7;
    private const int MostNodes = 400;

    private static readonly int[] BoundaryLengths = [15, 16, 17, 31, 32, 33, 255, 256, 257];

    private readonly Scalars _scalars = new(random);
    private int _nodes;

    public Node Next()
    {
        _nodes = 0;
        return Next(depth: 0);
    }

    private Node Next(int depth)
    {
        _nodes++;
        return random.Next(depth < DeepestNesting && _nodes < MostNodes ? 14 : 10) switch
        {
            0 => new Node.Nil(),
            1 => new Node.Boolean(random.Next(2) == 0),
            2 or 3 => new Node.Integer(NextInteger()),
            4 or 5 => NextFloat(),
            6 => new Node.Text(_scalars.NextText(NextLength())),
            7 => new Node.Binary(_scalars.NextBytes(NextLength())),
            8 => new Node.Timestamp(_scalars.NextUtc()),
            9 => new Node.Extension(NextExtensionType(), _scalars.NextBytes(NextLength())),
            10 or 11 => new Node.List([.. Enumerable.Range(0, NextCount()).Select(_ => Next(depth + 1))]),
            _ => new Node.Map([.. Enumerable.Range(0, NextCount()).Select(_ => (Next(depth + 1), Next(depth + 1)))]),
        };
    }

    private BigInteger NextInteger() => random.Next(2) == 0 ? _scalars.NextBits() : (long)_scalars.NextBits();

    private Node.Float NextFloat() => random.Next(2) == 0 ? new(_scalars.NextSingle(), IsSingle: true) : new(_scalars.NextDouble(), IsSingle: false);

    // -1 is the timestamp.
    private sbyte NextExtensionType() => (sbyte)(random.Next(4) == 0 ? random.Next(-128, -1) : random.Next(128));

    private int NextLength() => random.Next(4) switch
    {
        0 => BoundaryLengths[random.Next(BoundaryLengths.Length)],
        1 => random.Next(8) is 0 ? random.Next(70_000) : 1 << random.Next(5),
        _ => random.Next(12),
    };

    private int NextCount() => random.Next(12) == 0 ? BoundaryLengths[random.Next(3)] : random.Next(6);
}
