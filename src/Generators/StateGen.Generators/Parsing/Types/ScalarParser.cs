using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Finds the runtime's codecs of scalars.</summary>
internal sealed class ScalarParser(CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => ScalarTypes.Find(type) is not null;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var scalar = ScalarTypes.Find(type)!;
        if (role == CodecRole.Key && scalar.NoKeyBecause is { } reason)
            types.Refuse(RefusalKind.Unsupported, path, reason);
        return types.Refusal is null ? Use(type, types.Dialect == Dialect.MessagePackCSharp ? ScalarTypes.InMessagePackCSharp(scalar) : scalar, role) : null;
    }

    /// <summary>The underlying type of an enum.</summary>
    public static TypeUse ParseUnderlying(INamedTypeSymbol type, CodecRole role) => Use(type, ScalarTypes.Find(type)!, role);

    private static TypeUse Use(ITypeSymbol type, ScalarType scalar, CodecRole role) => new()
    {
        CSharpName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        SchemaName = scalar.SchemaName,
        Codec = scalar.CodecAs(role),
        Normalization = scalar.NormalizationAs(role),
        DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : scalar.DefaultTest,
        DefaultHasEncoding = scalar.DefaultHasEncoding,
        RefusesNull = type.IsReferenceType,
    };
}
