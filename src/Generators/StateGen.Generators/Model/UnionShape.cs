namespace StateGen.Generators.Model;

/// <summary>An interface or class of the user whose values are of one of several types.</summary>
internal sealed record UnionShape : CodecShape
{
    /// <summary>The cases in the order of their tags.</summary>
    public required EquatableArray<UnionCaseModel> Cases { get; init; }

    // A value may be of a type that is none of the cases.
    public override Normalization Normalization => Cases.Select(single => single.Type.Normalization).Append(Normalization.Checks).Max();

    public override DefaultTest DefaultTest => DefaultTest.IsNull;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => Cases.Any(single => single.Type.IsMutable);
}
