using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>Finds the codecs of types for which a hand-written one is registered.</summary>
internal sealed class ExternalCodecParser(CodecScope scope, CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => scope.ExternalCodecs.Find(type).Count > 0;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var codecs = scope.ExternalCodecs.Find(type);
        if (codecs.Count > 1)
            types.Refuse(RefusalKind.Unsupported, path, $"several of the referenced assemblies register a codec for {TypeNames.InMessages(type)}; choose one with [assembly: UseCodec] in this one");
        else if (role == CodecRole.Key ? !codecs[0].IsForKeys : !codecs[0].IsForValues)
            types.Refuse(RefusalKind.Unsupported, path, $"{codecs[0].Codec.Name}, which is registered for {TypeNames.InMessages(type)}, does not implement {(role == CodecRole.Key ? "IKeyCodec" : "ICodec")}");
        return types.Refusal is null ? Use(type, Add(type, codecs[0])) : null;
    }

    private string Adapter => role == CodecRole.Key ? "global::StateGen.Keys.RegisteredKeyCodec" : "global::StateGen.Serialization.RegisteredCodec";

    private CodecModel Add(ITypeSymbol type, ExternalCodec codec)
    {
        var typeName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        return scope.Find(role, typeName) ?? scope.Add(new()
        {
            Role = role,
            Name = codec.Codec.Name,
            TypeName = typeName,
            RuntimeName = TypeNames.AtRunTime(type),
            SchemaName = SchemaNames.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            IsNested = false,
            FormerNames = type is INamedTypeSymbol named ? FormerNames.Of(named) : default,
            IsReferenceType = type.IsReferenceType,
            Shape = new OpaqueShape { Codec = $"{Adapter}<{typeName}, {TypeNames.InCode(codec.Codec)}>", HandWritten = TypeNames.InCode(codec.Codec), Version = codec.Version },
        });
    }

    private static TypeUse Use(ITypeSymbol type, CodecModel codec) => new()
    {
        CSharpName = codec.TypeName,
        SchemaName = codec.SchemaName,
        Codec = codec.QualifiedName,
        Normalization = codec.Shape.Normalization,
        DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : codec.Shape.DefaultTest,
        DefaultHasEncoding = codec.Shape.DefaultHasEncoding,
        RefusesNull = type.IsReferenceType,
    };
}
