namespace StateGen.Generators.Model;

/// <summary>A type where it is used: as a state, a member, a key, a map key or an element.</summary>
internal sealed record TypeUse
{
    /// <summary>The type in C#, fully qualified, with its <c>?</c>.</summary>
    public required string CSharpName { get; init; }

    /// <summary>The type expression of the schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>The codec in C#, fully qualified unless it is nested in the operator.</summary>
    public required string Codec { get; init; }

    public required NormalizationEffect NormalizationEffect { get; init; }

    public required DefaultTest DefaultTest { get; init; }

    /// <summary>Whether the codec can write the default. It cannot write a DateTime that is not UTC, or a struct with a null string in it.</summary>
    public required bool DefaultHasEncoding { get; init; }

    /// <summary>Whether it is a reference type that does not admit null.</summary>
    public required bool RefusesNull { get; init; }

    /// <summary>Whether a value, or something in it, can be changed in place.</summary>
    public bool IsMutable { get; init; }

    /// <summary>The codec that also admits null, where the type's own codec has another meaning for nil.</summary>
    public string? NullableCodec { get; init; }

    /// <summary>The codec that tests for the default, where it is another one.</summary>
    public string? DefaultTestCodec { get; init; }
}

/// <summary>How generated code finds out, without boxing, whether a value is the default of its type.</summary>
internal enum DefaultTest
{
    /// <summary><c>value == default</c>.</summary>
    EqualsDefault,

    /// <summary><c>value is null</c>.</summary>
    IsNull,

    /// <summary><c>value.IsEmpty</c>.</summary>
    IsEmpty,

    /// <summary><c>value.IsDefault</c>.</summary>
    IsDefault,

    /// <summary><c>Codec.IsDefault(value)</c>: member by member, or as a codec by hand says.</summary>
    ByCodec,
}

/// <summary>What a codec's <c>Normalize</c> does, so that calls without an effect are not written. The order is that of strength.</summary>
internal enum NormalizationEffect
{
    /// <summary>Nothing: the value is its own normal form.</summary>
    None,

    /// <summary>It throws for some values and returns the others as they are.</summary>
    Checks,

    /// <summary>It may return another value.</summary>
    Changes,
}
