namespace StateGen.Generators.Model;

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
