using System.Globalization;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Describes an enum, whose codec calls that of the underlying type.</summary>
internal sealed class EnumParser(CodecRole role) : IShapeParser
{
    public bool Accepts(INamedTypeSymbol type) => type.TypeKind == TypeKind.Enum;

    public CodecShape Parse(INamedTypeSymbol type, bool isNested, string path) => new EnumShape
    {
        UnderlyingType = ScalarParser.ParseUnderlying(type.EnumUnderlyingType!, role),
        IsFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace.Name: "System" }),
        Members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(Describe).ToEquatableArray(),
    };

    private static EnumMemberModel Describe(IFieldSymbol field) => new()
    {
        Name = field.Name,
        Value = Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture),
        FormerNames = FormerNameParser.Parse(field.GetAttributes()),
    };
}
