using StateGen.Schemas;

namespace StateGen.Analyzers.SG4000;

/// <summary>A type, or a member of a type, that something gone may be now.</summary>
/// <param name="TypeName">The declared type, without type arguments.</param>
/// <param name="MemberName">The declared member; null for the type itself.</param>
/// <param name="FormerName">The name of what is gone, as schemas write it.</param>
internal sealed record FormerNameCandidate(string TypeName, string? MemberName, string FormerName)
{
    /// <summary>The former name as the attribute takes it; null when that cannot say it.</summary>
    public string? AttributeArgument => MemberName is not null ? FormerName : SchemaTypeNames.Shorten(FormerName, TypeName);

    /// <summary>The schema as it would be with the attribute.</summary>
    public OperatorSchema AddTo(OperatorSchema schema) =>
        schema with { Types = schema.Types.Select(type => SchemaTypeNames.DefinitionOf(type) == TypeName ? AddTo(type) : type).ToEquatableArray() };

    private TypeSchema AddTo(TypeSchema type) => (type, MemberName) switch
    {
        (_, null) => type with { FormerNames = Add(type.FormerNames) },
        (EnumSchema enumeration, _) => enumeration with
        {
            Members = enumeration.Members.Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        (RecordSchema record, _) => record with
        {
            Members = record.Members.Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        _ => type,
    };

    private EquatableArray<string> Add(EquatableArray<string> formerNames) => formerNames.Append(FormerName).ToEquatableArray();
}
