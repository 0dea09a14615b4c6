namespace StateGen.Generators.Model;

/// <summary>A member of an enum, for the schema.</summary>
internal sealed record EnumMemberModel
{
    public required string Name { get; init; }

    /// <summary>Its number as decimal text.</summary>
    public required string Value { get; init; }

    /// <summary>The names that the member had before.</summary>
    public required EquatableArray<string> FormerNames { get; init; }
}
