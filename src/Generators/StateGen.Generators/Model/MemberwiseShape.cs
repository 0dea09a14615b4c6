namespace StateGen.Generators.Model;

/// <summary>A type that is written member by member.</summary>
internal abstract record MemberwiseShape : CodecShape
{
    /// <summary>The members in the order in which they are set: those that the constructor sets first.</summary>
    public required EquatableArray<MemberModel> Members { get; init; }

    /// <summary>Whether the members are written under keys of their own, by the rules of MessagePack-CSharp.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Whether the keys are texts, so that a map is written, and not an array.</summary>
    public bool IsMap => Members.Any(member => member.Key?[0] == '"');

    /// <summary>The members in the order in which they are written.</summary>
    public IEnumerable<MemberModel> WrittenMembers => Members.OrderBy(member => member.Position);

    /// <summary>Whether there may be derived types, whose additional members would be lost.</summary>
    public required bool MayBeDerivedFrom { get; init; }

    public override Normalization Normalization =>
        Members.Select(NormalizationOf).Append(MayBeDerivedFrom ? Normalization.Checks : Normalization.None).Max();

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => Members.All(member => member.Type.DefaultHasEncoding);

    public override bool IsMutable => Members.Any(member => member.Type.IsMutable);

    private static Normalization NormalizationOf(MemberModel member) =>
        member.Type is { RefusesNull: true, Normalization: Normalization.None } ? Normalization.Checks : member.Type.Normalization;
}
