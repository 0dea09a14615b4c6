namespace StateGen.Generators.Model;

/// <summary>A named type of the user and the codec that is written for it. Members are in the order in which they are written.</summary>
internal sealed record CodecModel
{
    public required CodecRole Role { get; init; }

    /// <summary>The name of the codec: an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the codec's file, without extension, unless it is nested.</summary>
    public string FileName => $"StateGen.Generated.{Name}";

    /// <summary>The type in C#, fully qualified.</summary>
    public required string TypeName { get; init; }

    /// <summary>The name of the type in schemas.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Whether the codec is nested in the operator, because the type is not accessible in the whole assembly.</summary>
    public required bool IsNested { get; init; }

    public required bool IsReferenceType { get; init; }

    /// <summary>Whether there may be derived types, whose additional members would be lost.</summary>
    public required bool MayBeDerivedFrom { get; init; }

    /// <summary>What <c>Normalize</c> does to a value that is not null.</summary>
    public required Normalization Normalization { get; init; }

    public required EquatableArray<MemberModel> Members { get; init; }

    /// <summary>Null unless the type is an enum.</summary>
    public required EnumModel? Enum { get; init; }
}
