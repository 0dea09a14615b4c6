namespace StateGen.Generators.Model;

/// <summary>The use of a type as a state, a member, a key, a map key or an element.</summary>
internal sealed record TypeUse
{
    /// <summary>Gets the type in C#, fully qualified, with its <c>?</c>.</summary>
    public required string CSharpName { get; init; }

    /// <summary>Gets the type expression of the schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Gets the codec in C#, fully qualified unless it is nested in the operator.</summary>
    public required string Codec { get; init; }

    public required NormalizationEffect NormalizationEffect { get; init; }

    public required DefaultTest DefaultTest { get; init; }

    /// <summary>
    /// Gets a value indicating whether the codec can write the default. It cannot, for example, write a DateTime that is not UTC, or a struct that contains a
    /// null string.
    /// </summary>
    public required bool DefaultHasEncoding { get; init; }

    /// <summary>Gets a value indicating whether the type is a reference type that does not admit null.</summary>
    public required bool RefusesNull { get; init; }

    /// <summary>Gets a value indicating whether a value, or something in it, can be changed in place.</summary>
    public bool IsMutable { get; init; }

    /// <summary>Gets the codec that also admits null, if nil has another meaning in the type's own codec; otherwise, null.</summary>
    public string? NullableCodec { get; init; }

    /// <summary>Gets the codec that tests for the default, if it differs from <see cref="Codec"/>; otherwise, null.</summary>
    public string? DefaultTestCodec { get; init; }
}

/// <summary>The test by which generated code recognizes the default of a type, without boxing.</summary>
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

    /// <summary><c>Codec.IsDefault(value)</c>, which compares member by member or is written by hand.</summary>
    ByCodec,
}

/// <summary>
/// The effect of a codec's <c>Normalize</c>, which allows calls without an effect to be left out. The members are in the order of their strength.
/// </summary>
internal enum NormalizationEffect
{
    /// <summary>No effect: every value is its own normal form.</summary>
    None,

    /// <summary>The method throws for some values and returns the others unchanged.</summary>
    Checks,

    /// <summary>The method may return another value.</summary>
    Changes,
}
