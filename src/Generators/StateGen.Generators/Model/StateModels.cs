namespace StateGen.Generators.Model;

/// <summary>The half of a partial property that the generator has to write: it must agree with the user's half in every modifier.</summary>
internal sealed record PropertyModel
{
    /// <summary>The name, without <c>@</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Modifiers, type and name in C#.</summary>
    public required string Header { get; init; }

    /// <summary>The first accessor with its modifier, such as <c>get</c>; null when there is none.</summary>
    public required string? Getter { get; init; }

    /// <summary>The second accessor with its modifier, such as <c>private set</c> or <c>init</c>; null when there is none.</summary>
    public required string? Setter { get; init; }
}
