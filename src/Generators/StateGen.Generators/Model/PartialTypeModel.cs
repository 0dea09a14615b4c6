namespace StateGen.Generators.Model;

/// <summary>The partial type that generated members go into.</summary>
internal sealed record PartialTypeModel
{
    /// <summary>The namespace in C#; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>Declarations such as <c>partial class Outer&lt;T&gt;</c>, from the outermost type to the type itself.</summary>
    public required EquatableArray<string> Declarations { get; init; }
}
