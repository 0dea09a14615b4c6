namespace StateGen.Generators.Model;

/// <summary>What a type with a generated codec is made of: one derived record per kind of type.</summary>
internal abstract record CodecShape
{
    /// <summary>What <c>Normalize</c> does to a value that is not null.</summary>
    public abstract NormalizationEffect NormalizationEffect { get; }

    /// <summary>How a value type is told from its default.</summary>
    public abstract DefaultTest DefaultTest { get; }

    /// <summary>Whether the codec can write the default of a value type.</summary>
    public abstract bool DefaultHasEncoding { get; }

    /// <summary>Whether a value, or something in it, can be changed in place.</summary>
    public abstract bool IsMutable { get; }

    /// <summary>Whether schemas describe it under its name; otherwise its type expression says all.</summary>
    public virtual bool IsNamed => true;
}

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

    /// <summary>The names that the member had before.</summary>
    public EquatableArray<string> FormerNames { get; init; }

    /// <summary>Whether the constructor sets it; otherwise an object initializer does.</summary>
    public required bool IsSetByConstructor { get; init; }

    /// <summary>The key under which the member is written: digits, or text in double quotes; null where all members are written by their position.</summary>
    public string? Key { get; init; }

    /// <summary>The place in the order of writing, where there are keys.</summary>
    public int Position { get; init; }
}

/// <summary>A record, struct or class of the user.</summary>
internal sealed record RecordShape : MemberwiseShape
{
    /// <summary>Whether members of an object can be set after construction.</summary>
    public required bool IsSettable { get; init; }

    public override bool IsMutable => IsSettable || base.IsMutable;
}

/// <summary>A tuple or a pair of key and value. The names that a tuple gives to its elements are no part of it.</summary>
internal sealed record TupleShape : MemberwiseShape
{
    /// <summary>The number of elements before the one that holds the rest of a long tuple.</summary>
    public const int ElementsPerPart = 7;

    /// <summary>The types in C# from the tuple itself to its innermost rest; each holds up to seven of the elements.</summary>
    public required EquatableArray<string> Parts { get; init; }

    public override bool IsNamed => false;
}

/// <summary>An enum.</summary>
internal sealed record EnumShape : CodecShape
{
    /// <summary>The underlying type, with the codec for the same role.</summary>
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

    /// <summary>Its number as decimal text.</summary>
    public required string Value { get; init; }

    /// <summary>The names that the member had before.</summary>
    public required EquatableArray<string> FormerNames { get; init; }
}

/// <summary>An interface or class of the user whose values are of one of several types.</summary>
internal sealed record UnionShape : CodecShape
{
    /// <summary>The cases in the order of their tags.</summary>
    public required EquatableArray<UnionCaseModel> Cases { get; init; }

    // A value may be of a type that is none of the cases.
    public override NormalizationEffect NormalizationEffect => Cases.Select(single => single.Type.NormalizationEffect).Append(NormalizationEffect.Checks).Max();

    public override DefaultTest DefaultTest => DefaultTest.IsNull;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => Cases.Any(single => single.Type.IsMutable);
}

/// <summary>One case of a union.</summary>
internal sealed record UnionCaseModel
{
    /// <summary>The number that stands before a stored value of this case.</summary>
    public required int Tag { get; init; }

    /// <summary>The exact type of its values.</summary>
    public required TypeUse Type { get; init; }
}

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
    public override NormalizationEffect NormalizationEffect => NormalizationEffect.Changes;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    // Whoever writes the codec answers for the type.
    public override bool IsMutable => false;
}

/// <summary>What is assumed of a type that is still being described, where it contains itself.</summary>
internal sealed record OpenShape(NormalizationEffect Assumed, bool MayBeMutable) : CodecShape
{
    public override NormalizationEffect NormalizationEffect => Assumed;

    public override DefaultTest DefaultTest => DefaultTest.ByCodec;

    public override bool DefaultHasEncoding => false;

    public override bool IsMutable => MayBeMutable;
}
