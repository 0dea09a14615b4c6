using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using static StateGen.Generators.Model.NormalizationEffect;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Finds the runtime's codecs for scalars.</summary>
internal sealed class ScalarParser(CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => ScalarTypeTable.Find(type) is not null;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var scalar = ScalarTypeTable.Find(type)!;
        if (role == CodecRole.Key && scalar.NoKeyBecause is { } reason)
            types.Refuse(RefusalKind.Unsupported, path, reason);
        if (types.Refusal is not null)
            return null;
        return Use(type, types.Dialect == Dialect.MessagePackCSharp ? ScalarTypeTable.InMessagePackCSharp(scalar) : scalar, role);
    }

    /// <summary>Parses the underlying type of an enum.</summary>
    public static TypeUse ParseUnderlying(INamedTypeSymbol type, CodecRole role) => Use(type, ScalarTypeTable.Find(type)!, role);

    private static TypeUse Use(ITypeSymbol type, ScalarType scalar, CodecRole role) => new()
    {
        CSharpName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        SchemaName = scalar.SchemaName,
        Codec = scalar.CodecAs(role),
        NormalizationEffect = scalar.NormalizationAs(role),
        DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : scalar.DefaultTest,
        DefaultHasEncoding = scalar.DefaultHasEncoding,
        RefusesNull = type.IsReferenceType,
    };
}

/// <summary>A type for which the runtime itself has codecs.</summary>
/// <param name="SchemaName">The name of the type in type expressions.</param>
/// <param name="CodecStem">The start of the names of its codecs.</param>
/// <param name="AsValue">The effect of the value codec's <c>Normalize</c>.</param>
/// <param name="AsKey">The effect of the key codec's <c>Normalize</c>.</param>
internal sealed record ScalarType(string SchemaName, string CodecStem, NormalizationEffect AsValue, NormalizationEffect AsKey)
{
    /// <summary>Gets the reason why the type cannot be a key; null if it can.</summary>
    public string? NoKeyBecause { get; init; }

    /// <summary>Gets the test for the default of a value type.</summary>
    public DefaultTest DefaultTest { get; init; } = DefaultTest.EqualsDefault;

    /// <summary>Gets a value indicating whether the value codec can write the default of the type.</summary>
    public bool DefaultHasEncoding { get; init; } = AsValue == NormalizationEffect.None;

    public NormalizationEffect NormalizationAs(CodecRole role) => role == CodecRole.Value ? AsValue : AsKey;

    /// <summary>Gets the type argument of the codecs in angle brackets; empty if the codecs are not generic.</summary>
    public string CodecArgument { get; init; } = "";

    public string CodecAs(CodecRole role) => role == CodecRole.Value
        ? $"global::StateGen.Serialization.{CodecStem}Codec{CodecArgument}"
        : $"global::StateGen.Keys.{CodecStem}KeyCodec{CodecArgument}";
}

/// <summary>The table of scalars, which maps C# types to their names in schemas and their codecs.</summary>
internal static class ScalarTypeTable
{
    private static readonly Dictionary<SpecialType, ScalarType> BySpecialType = new()
    {
        [SpecialType.System_Boolean] = new("boolean", "Boolean", None, None),
        [SpecialType.System_Byte] = Integer("byte", "byte"),
        [SpecialType.System_SByte] = Integer("sbyte", "sbyte"),
        [SpecialType.System_Int16] = Integer("int16", "short"),
        [SpecialType.System_UInt16] = Integer("uint16", "ushort"),
        [SpecialType.System_Int32] = Integer("int32", "int"),
        [SpecialType.System_UInt32] = Integer("uint32", "uint"),
        [SpecialType.System_Int64] = Integer("int64", "long"),
        [SpecialType.System_UInt64] = Integer("uint64", "ulong"),
        [SpecialType.System_Char] = new("char", "Char", None, Checks),
        [SpecialType.System_Single] = new("single", "Single", None, Changes),
        [SpecialType.System_Double] = new("double", "Double", None, Changes),
        [SpecialType.System_Decimal] = new("decimal", "Decimal", None, Changes),
        [SpecialType.System_String] = new("string", "String", Checks, Checks),
        [SpecialType.System_DateTime] = new("datetime", "DateTime", Checks, Checks),
    };

    private static readonly Dictionary<string, ScalarType> ByNameInSystem = new(StringComparer.Ordinal)
    {
        ["Int128"] = Integer("int128", "global::System.Int128"),
        ["UInt128"] = Integer("uint128", "global::System.UInt128"),
        ["Half"] = new("half", "Half", None, None) { NoKeyBecause = "Half cannot be encoded as a key; use float" },
        ["Guid"] = new("guid", "Guid", None, None),
        ["DateTimeOffset"] = new("datetimeoffset", "DateTimeOffset", None, Changes),
        ["TimeSpan"] = new("timespan", "TimeSpan", None, None),
        ["DateOnly"] = new("dateonly", "DateOnly", None, None),
        ["TimeOnly"] = new("timeonly", "TimeOnly", None, None),
        ["Uri"] = new("uri", "Uri", Checks, None) { NoKeyBecause = "different strings can be the same Uri; use a string" },
        ["Version"] = new("version", "Version", Checks, None) { NoKeyBecause = "Version cannot be encoded as a key; use a string or a record of its numbers" },
    };

    private static readonly ScalarType BigInteger = new("biginteger", "BigInteger", None, None)
    {
        NoKeyBecause = "BigInteger cannot be encoded as a key; use Int128 or a string",
    };

    private static readonly ScalarType Bytes = new("bytes", "ReadOnlyMemory", Changes, None)
    {
        NoKeyBecause = "ReadOnlyMemory<byte> cannot be encoded as a key; use a Guid, a UInt128 or a string",
        DefaultTest = DefaultTest.IsEmpty,
        DefaultHasEncoding = true,
    };

    // A tuple for schemas, of which the runtime itself has the codecs: end and start in milliseconds.
    private static readonly ScalarType TimeWindow = new("tuple<int64,int64>", "TimeWindow", None, None);

    public static ScalarType? Find(ITypeSymbol type)
    {
        if (BySpecialType.TryGetValue(type.SpecialType, out var scalar) || (IsInSystem(type) && ByNameInSystem.TryGetValue(type.MetadataName, out scalar)))
            return scalar;
        if (IsBytes(type))
            return Bytes;
        if (KnownTypes.IsTimeWindow(type))
            return TimeWindow;
        return IsBigInteger(type) ? BigInteger : null;
    }

    /// <summary>Returns the scalar as MessagePack-CSharp writes it.</summary>
    public static ScalarType InMessagePackCSharp(ScalarType scalar) => scalar.SchemaName switch
    {
        "guid" => new("guidtext", "GuidText", None, None),
        "decimal" => new("decimaltext", "DecimalText", None, None),
        "datetimeoffset" => new("localdatetimeoffset", "LocalDateTimeOffset", None, None),
        "int128" or "uint128" => scalar with { SchemaName = scalar.SchemaName + "le", CodecStem = "LittleEndianInteger" },
        _ => scalar,
    };

    private static ScalarType Integer(string schemaName, string csharpName) => new(schemaName, "Integer", None, None) { CodecArgument = $"<{csharpName}>" };

    private static bool IsBytes(ITypeSymbol type) =>
        type is INamedTypeSymbol { MetadataName: "ReadOnlyMemory`1", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } && IsInSystem(type);

    private static bool IsBigInteger(ITypeSymbol type) => type is
    {
        MetadataName: "BigInteger",
        ContainingNamespace: { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
    };

    private static bool IsInSystem(ITypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
