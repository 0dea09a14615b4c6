namespace StateGen.Generators.Model;

/// <summary>The file that registers the codecs of an assembly for generic operators.</summary>
internal sealed record CodecRegistrationFileModel
{
    /// <summary>Gets the registrations in ordinal order.</summary>
    public required EquatableArray<CodecRegistrationModel> Registrations { get; init; }

    /// <summary>Gets the codecs that describe the named types in the registrations, in ordinal order.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>Gets the hand-written codecs among the codecs, one line of the form <c>type = codec</c> each.</summary>
    public IEnumerable<string> HandWritten => Codecs
        .Where(codec => codec.Shape is OpaqueShape)
        .Select(codec => $"{codec.SchemaName} = {((OpaqueShape)codec.Shape).HandWritten}")
        .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Combines the codecs that the operators of an assembly use with those that its <c>[GenerateCodec]</c> attributes request; null if there are none.
    /// </summary>
    public static CodecRegistrationFileModel? Of(IEnumerable<CodecModel> codecs, IEnumerable<CodecRegistrationModel> requested)
    {
        var shared = codecs.Where(IsShared).GroupBy(codec => (codec.Role, codec.TypeName)).Select(same => same.First())
            .OrderBy(codec => codec.TypeName, StringComparer.Ordinal).ThenBy(codec => codec.Role).ToArray();
        var registrations = requested
            .Concat(shared.Select(CodecRegistrationModel.Of).OrderByDescending(CountNullable))
            .GroupBy(registration => (registration.Role, registration.RuntimeName)).Select(same => same.First())
            .OrderBy(registration => registration.TypeName, StringComparer.Ordinal).ThenBy(registration => registration.Role).ToArray();
        return registrations.Length == 0 ? null : new() { Registrations = registrations.ToEquatableArray(), Codecs = shared.ToEquatableArray() };
    }

    // Pair<string> and Pair<string?> are the same type at run time, which has one codec. It is the requested one, or otherwise the one that admits more
    // nulls, because it reads the bytes of both.
    private static int CountNullable(CodecRegistrationModel registration) => registration.TypeName.Count(character => character == '?');

    // Values that can be changed in place are stored as copies, which a generic operator does not make.
    private static bool IsShared(CodecModel codec) => !codec.Shape.IsMutable && codec.Dialect == Dialect.StateGen;
}

/// <summary>A type whose codec the assembly registers for generic operators.</summary>
internal sealed record CodecRegistrationModel
{
    public required CodecRole Role { get; init; }

    /// <summary>Gets the type in C#, fully qualified.</summary>
    public required string TypeName { get; init; }

    /// <summary>Gets the type without its nullable annotations.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>Gets the codec in C#, fully qualified.</summary>
    public required string Codec { get; init; }

    /// <summary>Gets the type expression in schemas.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Gets a value indicating whether <c>T?</c> is a different type at run time.</summary>
    public required bool IsValueType { get; init; }

    public static CodecRegistrationModel Of(CodecModel codec) => new()
    {
        Role = codec.Role,
        TypeName = codec.TypeName,
        RuntimeName = codec.RuntimeName,
        Codec = codec.QualifiedName,
        SchemaName = codec.SchemaName,
        IsValueType = !codec.IsReferenceType,
    };
}
