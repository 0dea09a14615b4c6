using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>Finds the runtime's codecs of scalars.</summary>
internal sealed class ScalarParser(CodecRole role) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => ScalarTypes.Find(type) is not null;

    public TypeUse Parse(ITypeSymbol type, string path)
    {
        var scalar = ScalarTypes.Find(type)!;
        return new()
        {
            CSharpName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            SchemaName = scalar.SchemaName,
            Codec = scalar.CodecAs(role),
            Normalization = scalar.NormalizationAs(role),
            DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : DefaultTest.EqualsDefault,
            DefaultHasEncoding = scalar.DefaultHasEncoding,
            RefusesNull = type.IsReferenceType,
        };
    }
}
