using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// Finds the codec for a type parameter of a generic operator, which the assembly that knows the type argument registers. Schemas call the parameter
/// <c>$T</c>, and the operator completes its schema when it is opened.
/// </summary>
internal sealed class TypeParameterParser(CodecScope scope, CodecRole role) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => type is ITypeParameterSymbol;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var name = TypeNames.Escape(type.Name);
        var schemaName = SchemaNames.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        scope.AddTypeParameter(new() { Role = role, CSharpName = name, SchemaName = schemaName, IsValueType = type.IsValueType });
        return new()
        {
            CSharpName = name,
            SchemaName = schemaName,
            Codec = role == CodecRole.Key
                ? $"global::StateGen.Keys.TypeParameterKeyCodec<{name}>"
                : $"global::StateGen.Serialization.TypeParameterCodec<{name}>",
            NormalizationEffect = NormalizationEffect.Changes,
            DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : DefaultTest.ByCodec,
            DefaultHasEncoding = false,
            RefusesNull = !type.IsValueType,
        };
    }

    /// <summary>Returns the use of <c>T?</c> for a T that may be of either kind: null for a reference type, the default for a value type.</summary>
    public static TypeUse AdmitDefault(TypeUse use) => use with
    {
        CSharpName = use.CSharpName + "?",
        SchemaName = use.SchemaName + "?",
        Codec = $"global::StateGen.Serialization.NullableTypeParameterCodec<{use.CSharpName}, {use.Codec}>",
        RefusesNull = false,
    };
}
