using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// Finds the codec for a type parameter of a generic operator: what the assembly that knows the type registers for it. Schemas call the
/// parameter <c>$T</c>, and the operator completes its schema when it is opened.
/// </summary>
internal sealed class TypeParameterParser(CodecScope scope, CodecRole role) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => type is ITypeParameterSymbol;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var name = TypeNames.Escape(type.Name);
        scope.AddTypeParameter(new TypeParameterModel { Role = role, CSharpName = name, SchemaName = SchemaNames.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)), IsValueType = type.IsValueType });
        return new()
        {
            CSharpName = name,
            SchemaName = SchemaNames.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            Codec = role == CodecRole.Key ? $"global::StateGen.Keys.TypeParameterKeyCodec<{name}>" : $"global::StateGen.Serialization.TypeParameterCodec<{name}>",
            NormalizationEffect = NormalizationEffect.Changes,
            DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : DefaultTest.ByCodec,
            DefaultHasEncoding = false,
            RefusesNull = !type.IsValueType,
        };
    }

    /// <summary>The use of <c>T?</c> where T may be of either kind: null of a reference type, the default of a value type.</summary>
    public static TypeUse AdmitDefault(TypeUse use) => use with
    {
        CSharpName = use.CSharpName + "?",
        SchemaName = use.SchemaName + "?",
        Codec = $"global::StateGen.Serialization.NullableTypeParameterCodec<{use.CSharpName}, {use.Codec}>",
        RefusesNull = false,
    };
}
