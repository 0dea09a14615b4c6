namespace StateGen.Generators.Model;

/// <summary>The file that registers the codecs of an assembly for generic operators.</summary>
internal sealed record CodecRegistrationFileModel
{
    /// <summary>The registrations in ordinal order.</summary>
    public required EquatableArray<CodecRegistrationModel> Registrations { get; init; }

    /// <summary>The codecs that describe the named types in them, in ordinal order.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>The hand-written codecs among them, by their types: one line each.</summary>
    public IEnumerable<string> HandWritten => Codecs
        .Where(codec => codec.Shape is OpaqueShape).Select(codec => $"{codec.SchemaName} = {((OpaqueShape)codec.Shape).HandWritten}").Distinct(StringComparer.Ordinal);

    /// <summary>Brings together what the operators of an assembly and its <c>[GenerateCodec]</c> need; null when that is nothing.</summary>
    public static CodecRegistrationFileModel? Of(IEnumerable<CodecModel> codecs, IEnumerable<CodecRegistrationModel> requested)
    {
        var shared = codecs.Where(IsShared).GroupBy(codec => (codec.Role, codec.TypeName)).Select(same => same.First())
            .OrderBy(codec => codec.TypeName, StringComparer.Ordinal).ThenBy(codec => codec.Role).ToArray();
        var registrations = requested.Concat(shared.Select(CodecRegistrationModel.Of).OrderByDescending(CountNullable)).GroupBy(registration => (registration.Role, registration.RuntimeName)).Select(same => same.First())
            .OrderBy(registration => registration.TypeName, StringComparer.Ordinal).ThenBy(registration => registration.Role).ToArray();
        return registrations.Length == 0 ? null : new() { Registrations = registrations.ToEquatableArray(), Codecs = shared.ToEquatableArray() };
    }

    // Pair<string> and Pair<string?> are one type at run time, which has one codec: the one that is asked for, or else the one that admits more, which reads the bytes of both.
    private static int CountNullable(CodecRegistrationModel registration) => registration.TypeName.Count(character => character == '?');

    // What can be changed in place is kept by copying it, which a generic operator does not do.
    private static bool IsShared(CodecModel codec) => !codec.Shape.IsMutable && codec.Dialect == Dialect.StateGen;
}

/// <summary>A type whose codec the assembly registers for generic operators.</summary>
internal sealed record CodecRegistrationModel
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
