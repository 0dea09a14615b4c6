using StateGen.TestKit.Compiler;
using StateGen.TestKit.Values;

namespace StateGen.TestKit.Shapes;

/// <summary>Random types and the codecs that the generator wrote for them, compiled.</summary>
internal sealed class CompiledShapes
{
    private const int Count = 220;

    private CompiledShapes(int seed)
    {
        Seed = seed;
        Random = new Random(seed);
        Code = new ShapeGenerator(Random).Next(Count);
        Codecs = CodecUnderTest.In(Generated.From(Code).Load());
        Assert.True(Codecs.Count >= Count, $"{Codecs.Count} codecs for {Count} types of seed {seed}");
    }

    public int Seed { get; }

    /// <summary>Goes on where the types ended.</summary>
    public Random Random { get; }

    public string Code { get; }

    public IReadOnlyList<CodecUnderTest> Codecs { get; }

    /// <summary>Compiles the types of a new seed.</summary>
    public static CompiledShapes Create() => new(Random.Shared.Next());

    /// <summary>The name of a codec's type, for a message from which its failure can be repeated.</summary>
    public string Describe(CodecUnderTest codec) => $"{codec.Type} of seed {Seed}";
}
