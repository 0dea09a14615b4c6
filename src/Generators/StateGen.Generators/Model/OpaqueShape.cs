namespace StateGen.Generators.Model;

/// <summary>A type with a hand-written codec: nothing is emitted for it.</summary>
internal sealed record OpaqueShape : CodecShape
{
    /// <summary>The codec in C#, fully qualified, in the runtime's adapter.</summary>
    public required string Codec { get; init; }

    /// <summary>The hand-written codec itself, fully qualified.</summary>
    public required string HandWritten { get; init; }

    /// <summary>The version of what it writes.</summary>
    public required int Version { get; init; }

    // What it does is known at run time only.
    public override Normalization Normalization => Normalization.Changes;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    // Whoever writes the codec answers for the type.
    public override bool IsMutable => false;
}
