namespace StateGen.Generators.Model;

/// <summary>What is assumed of a type that is still being described, where it contains itself.</summary>
internal sealed record OpenShape(Normalization Assumed, bool MayBeMutable) : CodecShape
{
    public override Normalization Normalization => Assumed;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => MayBeMutable;
}
