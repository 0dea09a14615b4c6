using StateGen.Generators.Emission;
using StateGen.Generators.Model;
using StateGen.Generators.Schemas;

namespace StateGen.Generators.Tests;

/// <summary>A kind that is added to the model and forgotten in an emitter stops the generator; half of a codec would compile and lose data.</summary>
public class UnknownKindTests
{
    private static readonly TypeUse Member = new()
    {
        CSharpName = "int",
        SchemaName = "int32",
        Codec = "Int32Codec",
        NormalizationEffect = NormalizationEffect.None,
        DefaultTest = DefaultTest.EqualsDefault,
        DefaultHasEncoding = true,
        RefusesNull = false,
    };

    [Fact]
    public void A_shape_without_an_emitter_is_named() =>
        AssertUnknown("CodecEmitter.EmitMembers has no case for OpenShape.", () => CodecEmitter.EmitFile(CodecOf(new OpenShape(NormalizationEffect.None, MayBeMutable: false))));

    [Fact]
    public void A_shape_without_a_schema_is_named() =>
        AssertUnknown("SchemaBuilder.Describe has no case for OpenShape.", () => SchemaBuilder.Types([CodecOf(new OpenShape(NormalizationEffect.None, MayBeMutable: false))]));

    [Fact]
    public void A_shape_that_nothing_constructs_is_named() =>
        AssertUnknown("MemberwiseCodecEmitter.Emit has no case for NewShape.", () => CodecEmitter.EmitFile(CodecOf(new NewShape { Members = [], MayBeDerivedFrom = false })));

    [Fact]
    public void A_test_for_the_default_without_an_emitter_is_named() =>
        AssertUnknown("MemberwiseCodecEmitter.Test has no case for DefaultTest.99.", () => DefaultTestEmitter.Test(Member with { DefaultTest = (DefaultTest)99 }, "value"));

    [Fact]
    public void An_effect_that_unions_do_not_know_is_named()
    {
        var union = new UnionShape { Cases = [new() { Tag = 1, Type = Member with { NormalizationEffect = (NormalizationEffect)99 } }] };
        AssertUnknown("UnionCodecEmitter.Normalize has no case for NormalizationEffect.99.", () => CodecEmitter.EmitFile(CodecOf(union)));
    }

    private static void AssertUnknown(string message, Func<object> emit) => Assert.Equal(message, Assert.Throws<InvalidOperationException>(emit).Message);

    private static CodecModel CodecOf(CodecShape shape) => new()
    {
        Role = CodecRole.Value,
        Name = "SampleValueCodec",
        TypeName = "global::Sample",
        RuntimeName = "global::Sample",
        SchemaName = "Sample",
        IsNested = false,
        IsReferenceType = true,
        Shape = shape,
    };

    private sealed record NewShape : MemberwiseShape;
}
