using Microsoft.CodeAnalysis;
using static StateGen.Generators.Model.Normalization;

namespace StateGen.Generators.Parsing;

/// <summary>The one table of scalars: the C# type ↔ its name in schemas ↔ its codecs.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<SpecialType, ScalarType> BySpecialType = new()
    {
        [SpecialType.System_Boolean] = new("boolean", "Boolean", None, None),
        [SpecialType.System_Byte] = new("byte", "Byte", None, None),
        [SpecialType.System_SByte] = new("sbyte", "SByte", None, None),
        [SpecialType.System_Int16] = new("int16", "Int16", None, None),
        [SpecialType.System_UInt16] = new("uint16", "UInt16", None, None),
        [SpecialType.System_Int32] = new("int32", "Int32", None, None),
        [SpecialType.System_UInt32] = new("uint32", "UInt32", None, None),
        [SpecialType.System_Int64] = new("int64", "Int64", None, None),
        [SpecialType.System_UInt64] = new("uint64", "UInt64", None, None),
        [SpecialType.System_Char] = new("char", "Char", None, Checks),
        [SpecialType.System_Single] = new("single", "Single", None, Changes),
        [SpecialType.System_Double] = new("double", "Double", None, Changes),
        [SpecialType.System_Decimal] = new("decimal", "Decimal", None, Changes),
        [SpecialType.System_String] = new("string", "String", Checks, Checks),
        [SpecialType.System_DateTime] = new("datetime", "DateTime", Checks, Checks),
    };

    private static readonly Dictionary<string, ScalarType> ByNameInSystem = new(StringComparer.Ordinal)
    {
        ["Guid"] = new("guid", "Guid", None, None),
        ["DateTimeOffset"] = new("datetimeoffset", "DateTimeOffset", None, Changes),
        ["TimeSpan"] = new("timespan", "TimeSpan", None, None),
        ["DateOnly"] = new("dateonly", "DateOnly", None, None),
        ["TimeOnly"] = new("timeonly", "TimeOnly", None, None),
    };

    public static ScalarType? Find(ITypeSymbol type) =>
        BySpecialType.TryGetValue(type.SpecialType, out var scalar)
        || (IsInSystem(type) && ByNameInSystem.TryGetValue(type.MetadataName, out scalar)) ? scalar : null;

    private static bool IsInSystem(ITypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
