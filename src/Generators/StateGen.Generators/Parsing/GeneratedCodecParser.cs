using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>
/// Describes the types that get a codec of their own, each once per operator and role, and with them all that they are made of. Comes last: it
/// refuses what nothing else accepts.
/// </summary>
internal sealed class GeneratedCodecParser(CodecScope scope, CodecRole role, TypeUseParser types) : ITypeParser
{
    // A generic type may contain another construction of itself, but one that never ends grows with every level.
    private const int MostNestedConstructions = 8;

    private readonly List<INamedTypeSymbol> _unfinished = [];
    private readonly IShapeParser[] _shapes = [new EnumParser(role), new TupleParser(types), new UnionParser(scope, role, types), new RecordParser(scope, types)];

    public bool Accepts(ITypeSymbol type) => true;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        if (!TupleTypes.IsTuple(type) && UnsupportedTypes.Refuse(type, path) is { } refusal)
            types.Refuse(refusal.Kind, refusal.Path, refusal.Reason);
        else if (role == CodecRole.Key && MessagePackAttributes.IsObject(type))
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} is a [MessagePackObject], which has no key encoding; declare a record of its own for the key");
        return types.Refusal is null && ParseCodec((INamedTypeSymbol)type, path) is { } codec ? Use(codec) : null;
    }

    private CodecModel? ParseCodec(INamedTypeSymbol type, string path)
    {
        if (IsRecursive(type))
        {
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} contains itself, and recursive types are not supported");
            return null;
        }

        var typeName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        return scope.Find(role, typeName, DialectOf(type)) ?? ParseNew(type, typeName, path);
    }

    private CodecModel? ParseNew(INamedTypeSymbol type, string typeName, string path)
    {
        var isNested = scope.IsNested(type);
        _unfinished.Add(type);
        var dialect = types.Dialect;
        var shape = _shapes.First(parser => parser.Accepts(type)).Parse(type, isNested, path);
        types.Dialect = dialect;
        _unfinished.RemoveAt(_unfinished.Count - 1);
        return shape is null ? null : scope.Add(Describe(type, typeName, isNested, shape));
    }

    // Only tuples take over the rules of what is around them.
    private Dialect DialectOf(INamedTypeSymbol type) => TupleTypes.IsTuple(type) ? types.Dialect : Dialect.StateGen;

    private CodecModel Describe(INamedTypeSymbol type, string typeName, bool isNested, CodecShape shape)
    {
        var schemaName = shape is TupleShape tuple ? $"{BuiltInTypes.Tuple}<{string.Join(",", tuple.Members.Select(member => member.Type.SchemaName))}>" : SchemaNames.OfNamed(type);
        return new()
        {
            Role = role,
            Name = scope.ChooseName(type.Name, schemaName, typeName, role, isNested),
            TypeName = typeName,
            SchemaName = schemaName,
            Dialect = DialectOf(type),
            IsNested = isNested,
            FormerNames = FormerNames.Of(type),
            IsReferenceType = type.IsReferenceType,
            Shape = shape,
        };
    }

    private bool IsRecursive(INamedTypeSymbol type)
    {
        var constructions = _unfinished.Where(outer => SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, type.OriginalDefinition)).ToArray();
        return constructions.Length == MostNestedConstructions || constructions.Contains(type, SymbolEqualityComparer.Default);
    }

    private static TypeUse Use(CodecModel codec) => new()
    {
        CSharpName = codec.TypeName,
        SchemaName = codec.SchemaName,
        Codec = codec.QualifiedName,
        Normalization = codec.Shape.Normalization,
        DefaultTest = codec.IsReferenceType ? DefaultTest.IsNull : codec.Shape.DefaultTest,
        DefaultHasEncoding = !codec.IsReferenceType && codec.Shape.DefaultHasEncoding,
        RefusesNull = codec.IsReferenceType,
        IsMutable = codec.Shape.IsMutable,
    };
}
