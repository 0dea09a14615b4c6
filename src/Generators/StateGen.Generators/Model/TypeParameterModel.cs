namespace StateGen.Generators.Model;

/// <summary>A type parameter that an operator keeps values or has keys of.</summary>
internal sealed record TypeParameterModel
{
    /// <summary>What it is used as; one that is both a key and a value has two models.</summary>
    public required CodecRole Role { get; init; }

    /// <summary>Its name in C#.</summary>
    public required string CSharpName { get; init; }

    /// <summary>The name that stands for it in the schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Whether it is constrained to value types.</summary>
    public required bool IsValueType { get; init; }
}
