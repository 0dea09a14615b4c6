namespace StateGen.Generators.Model;

/// <summary>What distinguishes an enum from other types that have a codec.</summary>
internal sealed record EnumModel
{
    /// <summary>The underlying type, with the codec for the same role.</summary>
    public required TypeUse UnderlyingType { get; init; }

    public required bool IsFlags { get; init; }

    public required EquatableArray<EnumMemberModel> Members { get; init; }
}
