namespace StateGen.Generators.Model;

/// <summary>The codec of a type. The type identifies the codec, because types with different codecs may have the same name in schemas.</summary>
internal sealed record CodecModel
{
    public required CodecRole Role { get; init; }

    /// <summary>Gets the name of the codec, which is an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the codec's file, without its extension; unused if the codec is nested.</summary>
    public string FileName => $"StateGen.Generated.{Name}";

    /// <summary>Gets the codec in C#, fully qualified unless it is nested in the operator.</summary>
    public string QualifiedName => Shape is OpaqueShape opaque ? opaque.Codec : IsNested ? Name : $"global::StateGen.Generated.{Name}";

    /// <summary>Gets a value indicating whether the codec is generated and not written by hand.</summary>
    public bool IsEmitted => Shape is not OpaqueShape;

    /// <summary>Gets the type in C#, fully qualified, with the nullability of its arguments.</summary>
    public required string TypeName { get; init; }

    /// <summary>Gets the type without its nullable annotations. Types that differ only in these are the same type at run time.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>Gets the type expression in schemas.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Gets the dialect in which the elements of a tuple are written. The same tuple type has one codec per dialect.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>
    /// Gets a value indicating whether the codec is nested in the operator, because the type is not accessible in the whole assembly or contains a type
    /// parameter.
    /// </summary>
    public required bool IsNested { get; init; }

    /// <summary>Gets the former full metadata names of the type.</summary>
    public EquatableArray<string> FormerNames { get; init; }

    public required bool IsReferenceType { get; init; }

    /// <summary>Gets a value indicating whether the type contains itself, so that reading and normalizing must count the depth of nesting.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>Gets the effect of <c>Normalize</c>, which rejects null in any case.</summary>
    public NormalizationEffect NormalizationEffect =>
        IsReferenceType && Shape.NormalizationEffect == NormalizationEffect.None ? NormalizationEffect.Checks : Shape.NormalizationEffect;

    /// <summary>Gets the shape of the type.</summary>
    public required CodecShape Shape { get; init; }
}

/// <summary>The role of a codec. Values are written in MessagePack, keys in the order-preserving key encoding.</summary>
internal enum CodecRole
{
    Value,
    Key,
}

/// <summary>
/// The dialect in which built-in types are written. A user's type determines the dialect of its own members; collections and tuples take over the dialect
/// around them.
/// </summary>
internal enum Dialect
{
    /// <summary>The dialect of StateGen.</summary>
    StateGen,

    /// <summary>The dialect of MessagePack-CSharp, which applies inside a <c>[MessagePackObject]</c>.</summary>
    MessagePackCSharp,
}

/// <summary>A type parameter of an operator that occurs in the types of its values or keys.</summary>
internal sealed record TypeParameterModel
{
    /// <summary>Gets the role of the type parameter. One that occurs in both keys and values has two models.</summary>
    public required CodecRole Role { get; init; }

    /// <summary>Gets the name of the type parameter in C#.</summary>
    public required string CSharpName { get; init; }

    /// <summary>Gets the name of the type parameter in the schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Gets a value indicating whether the type parameter is constrained to value types.</summary>
    public required bool IsValueType { get; init; }
}
