namespace StateGen.Generators.Model;

/// <summary>A type whose codec the assembly registers for generic operators.</summary>
internal sealed record SlotModel
{
    public required CodecRole Role { get; init; }

    /// <summary>The type in C#, fully qualified.</summary>
    public required string TypeName { get; init; }

    /// <summary>The type without its nullable annotations.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>The codec in C#, fully qualified.</summary>
    public required string Codec { get; init; }

    /// <summary>The type expression in schemas.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Whether <c>T?</c> is another type.</summary>
    public required bool IsValueType { get; init; }

    public static SlotModel Of(CodecModel codec) => new()
    {
        Role = codec.Role,
        TypeName = codec.TypeName,
        RuntimeName = codec.RuntimeName,
        Codec = codec.QualifiedName,
        SchemaName = codec.SchemaName,
        IsValueType = !codec.IsReferenceType,
    };
}
