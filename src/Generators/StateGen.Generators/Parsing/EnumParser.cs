using System.Globalization;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>Describes an enum: its codec is that of the underlying type.</summary>
internal sealed class EnumParser(CodecScope scope, CodecRole role)
{
    public CodecModel Parse(INamedTypeSymbol type, string schemaName) => Parse(type, schemaName, scope.IsNested(type));

    private CodecModel Parse(INamedTypeSymbol type, string schemaName, bool isNested) => new()
    {
        Role = role,
        Name = scope.ChooseName(type, schemaName, role, isNested),
        TypeName = TypeNames.InCode(type),
        SchemaName = schemaName,
        IsNested = isNested,
        IsReferenceType = false,
        MayBeDerivedFrom = false,
        Normalization = Normalization.None,
        Members = [],
        Enum = new()
        {
            UnderlyingType = UseUnderlyingType(type.EnumUnderlyingType!),
            IsFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace.Name: "System" }),
            Members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(Describe).ToEquatableArray(),
        },
    };

    private TypeUse UseUnderlyingType(INamedTypeSymbol type)
    {
        var scalar = ScalarTypes.Find(type)!;
        return new()
        {
            CSharpName = TypeNames.InCode(type),
            SchemaName = scalar.SchemaName,
            Codec = scalar.CodecAs(role),
            Normalization = Normalization.None,
            DefaultTest = DefaultTest.EqualsDefault,
            DefaultHasEncoding = true,
            RefusesNull = false,
        };
    }

    private static EnumMemberModel Describe(IFieldSymbol field) => new()
    {
        Name = field.Name,
        Value = Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture),
    };
}
