namespace StateGen.Generators.Model;

/// <summary>A codec that is written for a type, which is what identifies it: types with different codecs may share a name in schemas.</summary>
internal sealed record CodecModel
{
    public required CodecRole Role { get; init; }

    /// <summary>The name of the codec: an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the codec's file, without extension, unless it is nested.</summary>
    public string FileName => $"StateGen.Generated.{Name}";

    /// <summary>The codec in C#, fully qualified unless it is nested in the operator.</summary>
    public string QualifiedName => Shape is OpaqueShape opaque ? opaque.Codec : IsNested ? Name : $"global::StateGen.Generated.{Name}";

    /// <summary>Whether the codec is written at all, and not by hand.</summary>
    public bool IsEmitted => Shape is not OpaqueShape;

    /// <summary>The type in C#, fully qualified, with the nullability of its arguments.</summary>
    public required string TypeName { get; init; }

    /// <summary>The type without its nullable annotations: types that differ in those alone are one at run time.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>The type expression in schemas.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Whose rules the bytes of a tuple's elements follow: the same type has a codec for each.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>Whether the codec is nested in the operator, because the type is not accessible in the whole assembly.</summary>
    public required bool IsNested { get; init; }

    /// <summary>The full metadata names that the type had before.</summary>
    public EquatableArray<string> FormerNames { get; init; }

    public required bool IsReferenceType { get; init; }

    /// <summary>Whether the type contains itself, so that reading and normalizing have to count how deep they are.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>What <c>Normalize</c> does; it refuses null in any case.</summary>
    public NormalizationEffect NormalizationEffect =>
        IsReferenceType && Shape.NormalizationEffect == NormalizationEffect.None ? NormalizationEffect.Checks : Shape.NormalizationEffect;

    /// <summary>What the type is made of.</summary>
    public required CodecShape Shape { get; init; }
}

/// <summary>What a codec is for: values are written in MessagePack, keys in the order-preserving key encoding.</summary>
internal enum CodecRole
{
    Value,
    Key,
}

/// <summary>Whose rules the bytes of built-in types follow. A user's type decides for its own members, collections and tuples take over what is around them.</summary>
internal enum Dialect
{
    /// <summary>StateGen's.</summary>
    StateGen,

    /// <summary>MessagePack-CSharp's, inside a <c>[MessagePackObject]</c>.</summary>
    MessagePackCSharp,
}

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
