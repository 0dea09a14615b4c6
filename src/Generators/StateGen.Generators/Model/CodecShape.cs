namespace StateGen.Generators.Model;

/// <summary>The shape of a type that has a codec, with one derived record per kind of type.</summary>
internal abstract record CodecShape
{
    /// <summary>Gets the effect of <c>Normalize</c> on a value that is not null.</summary>
    public abstract NormalizationEffect NormalizationEffect { get; }

    /// <summary>Gets the test for the default of a value type.</summary>
    public abstract DefaultTest DefaultTest { get; }

    /// <summary>Gets a value indicating whether the codec can write the default of a value type.</summary>
    public abstract bool DefaultHasEncoding { get; }

    /// <summary>Gets a value indicating whether a value, or something in it, can be changed in place.</summary>
    public abstract bool IsMutable { get; }

    /// <summary>Gets a value indicating whether schemas describe the type under its name. Otherwise, its type expression is a complete description.</summary>
    public virtual bool IsNamed => true;
}

/// <summary>A type that is written member by member.</summary>
internal abstract record MemberwiseShape : CodecShape
{
    /// <summary>Gets the members in the order in which they are set. The constructor sets the first ones.</summary>
    public required EquatableArray<MemberModel> Members { get; init; }

    /// <summary>Gets a value indicating whether the members are written under keys of their own, by the rules of MessagePack-CSharp.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Gets a value indicating whether the keys are strings, so that the members are written as a map and not as an array.</summary>
    public bool IsMap => Members.Any(member => member.Key?[0] == '"');

    /// <summary>Gets the members in the order in which they are written.</summary>
    public IEnumerable<MemberModel> WrittenMembers => Members.OrderBy(member => member.Position);

    /// <summary>Gets a value indicating whether derived types may exist, whose additional members would be lost.</summary>
    public required bool MayBeDerivedFrom { get; init; }

    public override NormalizationEffect NormalizationEffect =>
        Members.Select(NormalizationOf).Append(MayBeDerivedFrom ? NormalizationEffect.Checks : NormalizationEffect.None).Max();

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => Members.All(member => member.Type.DefaultHasEncoding);

    public override bool IsMutable => Members.Any(member => member.Type.IsMutable);

    private static NormalizationEffect NormalizationOf(MemberModel member) =>
        member.Type is { RefusesNull: true, NormalizationEffect: NormalizationEffect.None } ? NormalizationEffect.Checks : member.Type.NormalizationEffect;
}

/// <summary>A member of a record, struct or class that is written and read.</summary>
internal sealed record MemberModel
{
    public required string Name { get; init; }

    public required TypeUse Type { get; init; }

    /// <summary>Gets the former names of the member.</summary>
    public EquatableArray<string> FormerNames { get; init; }

    /// <summary>Gets a value indicating whether the constructor sets the member. Otherwise, an object initializer sets it.</summary>
    public required bool IsSetByConstructor { get; init; }

    /// <summary>Gets the key under which the member is written: digits, or text in double quotes; null if all members are written by their position.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the position in the order of writing, if there are keys.</summary>
    public int Position { get; init; }
}

/// <summary>A record, struct or class of the user.</summary>
internal sealed record RecordShape : MemberwiseShape
{
    /// <summary>Gets a value indicating whether an object can be changed after construction.</summary>
    public required bool IsSettable { get; init; }

    public override bool IsMutable => IsSettable || base.IsMutable;
}

/// <summary>A tuple or a key-value pair. The names of a tuple's elements are not part of it.</summary>
internal sealed record TupleShape : MemberwiseShape
{
    /// <summary>The number of elements before the one that holds the rest of a long tuple.</summary>
    public const int ElementsPerPart = 7;

    /// <summary>Gets the types in C#, from the tuple itself to its innermost rest. Each holds up to seven of the elements.</summary>
    public required EquatableArray<string> Parts { get; init; }

    public override bool IsNamed => false;
}

/// <summary>An enum.</summary>
internal sealed record EnumShape : CodecShape
{
    /// <summary>Gets the underlying type, with the codec for the same role.</summary>
    public required TypeUse UnderlyingType { get; init; }

    public required bool IsFlags { get; init; }

    public required EquatableArray<EnumMemberModel> Members { get; init; }

    public override NormalizationEffect NormalizationEffect => NormalizationEffect.None;

    public override DefaultTest DefaultTest => DefaultTest.EqualsDefault;

    public override bool DefaultHasEncoding => true;

    public override bool IsMutable => false;
}

/// <summary>A member of an enum, for the schema.</summary>
internal sealed record EnumMemberModel
{
    public required string Name { get; init; }

    /// <summary>Gets the value of the member as decimal text.</summary>
    public required string Value { get; init; }

    /// <summary>Gets the former names of the member.</summary>
    public required EquatableArray<string> FormerNames { get; init; }
}

/// <summary>An interface or class of the user whose values are of one of several types.</summary>
internal sealed record UnionShape : CodecShape
{
    /// <summary>Gets the cases in the order of their tags.</summary>
    public required EquatableArray<UnionCaseModel> Cases { get; init; }

    // The codec rejects a value whose type is none of the cases.
    public override NormalizationEffect NormalizationEffect => Cases.Select(single => single.Type.NormalizationEffect).Append(NormalizationEffect.Checks).Max();

    public override DefaultTest DefaultTest => DefaultTest.IsNull;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => Cases.Any(single => single.Type.IsMutable);
}

/// <summary>One case of a union.</summary>
internal sealed record UnionCaseModel
{
    /// <summary>Gets the number that precedes a stored value of this case.</summary>
    public required int Tag { get; init; }

    /// <summary>Gets the exact type of the case's values.</summary>
    public required TypeUse Type { get; init; }
}

/// <summary>A type with a hand-written codec, for which nothing is emitted.</summary>
internal sealed record OpaqueShape : CodecShape
{
    /// <summary>Gets the codec in C#, fully qualified and wrapped in the runtime's adapter.</summary>
    public required string Codec { get; init; }

    /// <summary>Gets the hand-written codec itself, fully qualified.</summary>
    public required string HandWritten { get; init; }

    /// <summary>Gets the version of the codec's format.</summary>
    public required int Version { get; init; }

    // The effect of a hand-written codec is known only at run time.
    public override NormalizationEffect NormalizationEffect => NormalizationEffect.Changes;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    // The author of the codec is responsible for values that can be changed in place.
    public override bool IsMutable => false;
}

/// <summary>The assumed shape of a type that contains itself and is still being described.</summary>
/// <param name="Assumed">The assumed effect of <c>Normalize</c>.</param>
/// <param name="MayBeMutable">true if the type may turn out to be mutable; otherwise, false.</param>
internal sealed record OpenShape(NormalizationEffect Assumed, bool MayBeMutable) : CodecShape
{
    public override NormalizationEffect NormalizationEffect => Assumed;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => MayBeMutable;
}
