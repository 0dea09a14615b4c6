using StateGen.TestKit;
using StateGen.TestKit.Shapes;
using StateGen.TestKit.Values;

namespace StateGen.Generators.Tests;

/// <summary>Random types through the generator, random values of them through their codecs.</summary>
[Trait("Category", "Slow")]
public sealed class RandomShapeTests(ITestOutputHelper output)
{
    private static readonly int ValuesPerShape = TestScale.Of(10);

    [Fact]
    public void Values_of_random_types_pass_through_their_generated_codecs()
    {
        var shapes = CompiledShapes.Create();
        output.WriteLine($"seed {shapes.Seed}");
        var values = new RandomValues(shapes.Random);
        foreach (var codec in shapes.Codecs)
        {
            AssertDefaultIsDefault(codec, shapes.Describe(codec));
            for (var index = 0; index < ValuesPerShape; index++)
                AssertPasses(codec, values.Next(codec.Type), shapes.Describe(codec));
        }
    }

    private static void AssertPasses(CodecUnderTest codec, object value, string which)
    {
        var bytes = codec.Write(value);
        var expected = ValueNodes.Of(value, codec.Type);
        Assert.True(expected.ToBytes().AsSpan().SequenceEqual(bytes), $"{which} is written as {Convert.ToHexString(bytes)} instead of {Convert.ToHexString(expected.ToBytes())}: {value}");
        Assert.True(bytes.AsSpan().SequenceEqual(codec.Write(value)), $"{which} is written differently the second time: {value}");
        var read = codec.Read(bytes);
        Assert.True(expected.Instruction == ValueNodes.Of(read, codec.Type).Instruction, $"{which} is read as {read} instead of {value}");
        AssertNormalized(codec, value, expected.Instruction, which);
        Assert.True(codec.IsDefault(value) is not { } isDefault || isDefault == Defaults.IsDefault(value), $"{which} mistakes whether it is the default: {value}");
    }

    // Values that came from where values come from are their own normal form, once and twice.
    private static void AssertNormalized(CodecUnderTest codec, object value, string expected, string which)
    {
        var normal = codec.Normalize(value);
        Assert.True(expected == ValueNodes.Of(normal, codec.Type).Instruction, $"{which} is normalized to {normal} instead of {value}");
        Assert.True(expected == ValueNodes.Of(codec.Normalize(normal), codec.Type).Instruction, $"{which} is normalized differently the second time: {value}");
    }

    private static void AssertDefaultIsDefault(CodecUnderTest codec, string which)
    {
        if (codec.Type is { IsValueType: true, IsEnum: false })
            Assert.True(codec.IsDefault(Activator.CreateInstance(codec.Type)), $"{which}: the default is not the default");
    }
}
