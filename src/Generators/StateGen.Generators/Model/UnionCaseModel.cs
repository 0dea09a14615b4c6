namespace StateGen.Generators.Model;

/// <summary>One case of a union.</summary>
internal sealed record UnionCaseModel
{
    /// <summary>The number that stands before a stored value of this case.</summary>
    public required int Tag { get; init; }

    /// <summary>The exact type of its values.</summary>
    public required TypeUse Type { get; init; }
}
