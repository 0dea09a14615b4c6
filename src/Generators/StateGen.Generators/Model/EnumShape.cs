namespace StateGen.Generators.Model;

/// <summary>An enum.</summary>
internal sealed record EnumShape : CodecShape
{
    /// <summary>The underlying type, with the codec for the same role.</summary>
    public required TypeUse UnderlyingType { get; init; }

    public required bool IsFlags { get; init; }

    public required EquatableArray<EnumMemberModel> Members { get; init; }

    public override Normalization Normalization => Normalization.None;

    public override DefaultTest DefaultTest => DefaultTest.EqualsDefault;

    public override bool DefaultHasEncoding => true;

    public override bool IsMutable => false;
}
