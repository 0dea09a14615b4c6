using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// Describes the types that get a codec of their own, each once per operator and role, together with all the types that they contain. It is asked last, so it
/// refuses the types that no other parser accepts.
/// </summary>
internal sealed class GeneratedCodecParser(CodecScope scope, CodecRole role, TypeUseParser types) : ITypeParser
{
    // A generic type may contain other constructions of itself. More of them than this, one inside the other, are assumed never to end.
    private const int MostNestedConstructions = 8;

    private readonly OpenTypeStack _open = new();
    private readonly HashSet<string> _changing = new(StringComparer.Ordinal);
    private readonly IShapeParser[] _shapes =
        [new EnumParser(role), new TupleParser(types), new UnionParser(scope, role, types), new RecordParser(scope, types)];

    public bool Accepts(ITypeSymbol type) => true;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        if (!TupleTypes.IsTuple(type) && Refuse(type, path) is { } refusal)
            types.Refuse(refusal.Kind, refusal.Path, refusal.Reason);
        else if (role == CodecRole.Key && MessagePackAttributes.IsObject(type))
            types.Refuse(RefusalKind.Unsupported, path,
                $"{type.Name} is a [MessagePackObject], which cannot be encoded as a key; declare a separate record for the key");
        return types.Refusal is null ? Parse((INamedTypeSymbol)type, path) : null;
    }

    private TypeRefusal? Refuse(ITypeSymbol type, string path) =>
        (role == CodecRole.Key ? UnsupportedTypes.RefuseAsKey(type, path) : null) ?? UnsupportedTypes.Refuse(type, path);

    private TypeUse? Parse(INamedTypeSymbol type, string path)
    {
        var typeName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        _open.Refer(typeName, types.IsOptional);
        if (_open.LeadsBackTo(typeName))
            return UseOpen(type, typeName, path);
        if (_open.CountConstructions(type) == MostNestedConstructions)
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} contains itself with ever larger type arguments; use a type that does not");
        if (types.Refusal is not null)
            return null;
        return (_open.FindPending(typeName) ?? FindKnown(type, typeName) ?? ParseNew(type, typeName, path)) is { } codec ? Use(codec) : null;
    }

    // A type that can be changed in place may already be known from a state whose values are copied.
    private CodecModel? FindKnown(INamedTypeSymbol type, string typeName) =>
        scope.Find(role, typeName, DialectOf(type)) is { } known && (types.AdmitsMutable || !known.Shape.IsMutable) ? known : null;

    private CodecModel? ParseNew(INamedTypeSymbol type, string typeName, string path)
    {
        var isNested = scope.IsNested(type);
        _open.Push(type, typeName);
        var dialect = types.Dialect;
        var shape = types.Reparse(() => _shapes.First(parser => parser.Accepts(type)).Parse(type, isNested, path));
        types.Dialect = dialect;
        var closed = _open.Pop();
        if (shape is null)
            return null;
        var codec = Describe(type, typeName, isNested, shape) with { IsRecursive = closed.IsRecursive };
        if (!closed.IsRecursive)
            return scope.Add(codec);
        if (closed.Lowest == closed.Index)
            return CloseComponent(closed, codec, path);
        _open.Wait(closed, codec);
        return codec;
    }

    // The effect of normalizing types that contain each other is known only when all of them are described. If it turns out to change values, the types are
    // described again with that knowledge.
    private CodecModel? CloseComponent(OpenType closed, CodecModel codec, string path)
    {
        List<CodecModel> component = [.. _open.TakeComponent(closed), codec];
        if (_open.IsEndless(component.Select(member => member.TypeName)))
        {
            types.Refuse(RefusalKind.Unsupported, path,
                $"every {closed.Type.Name} contains another {closed.Type.Name} without end; make a member nullable");
            return null;
        }

        if (component.Any(member => member.NormalizationEffect == NormalizationEffect.Changes) && !_changing.Contains(closed.TypeName))
        {
            _changing.UnionWith(component.Select(member => member.TypeName));
            return ParseNew(closed.Type, closed.TypeName, path);
        }

        foreach (var member in component)
            scope.Add(member);
        return codec;
    }

    // Of the types with generated codecs, only tuples take over the dialect around them.
    private Dialect DialectOf(INamedTypeSymbol type) => TupleTypes.IsTuple(type) ? types.Dialect : Dialect.StateGen;

    private CodecModel Describe(INamedTypeSymbol type, string typeName, bool isNested, CodecShape shape)
    {
        var schemaName = shape is TupleShape tuple
            ? $"{BuiltInTypes.Tuple}<{string.Join(",", tuple.Members.Select(member => member.Type.SchemaName))}>"
            : SchemaNames.OfNamed(type);
        return new()
        {
            Role = role,
            Name = scope.ChooseName(type.Name, schemaName, typeName, role, isNested),
            TypeName = typeName,
            RuntimeName = TypeNames.AtRunTime(type),
            SchemaName = schemaName,
            Dialect = DialectOf(type),
            IsNested = isNested,
            FormerNames = FormerNameParser.Parse(type),
            IsReferenceType = type.IsReferenceType,
            Shape = shape,
        };
    }

    private TypeUse? UseOpen(INamedTypeSymbol type, string typeName, string path)
    {
        if (role == CodecRole.Key)
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} contains itself, so it cannot be encoded as a key; use an id as the key");
        return types.Refusal is null ? Use(Describe(type, typeName, scope.IsNested(type), Assume(typeName))) : null;
    }

    private OpenShape Assume(string typeName) =>
        new(_changing.Contains(typeName) ? NormalizationEffect.Changes : NormalizationEffect.Checks, types.AdmitsMutable);

    private static TypeUse Use(CodecModel codec) => new()
    {
        CSharpName = codec.TypeName,
        SchemaName = codec.SchemaName,
        Codec = codec.QualifiedName,
        NormalizationEffect = codec.Shape.NormalizationEffect,
        DefaultTest = codec.IsReferenceType ? DefaultTest.IsNull : codec.Shape.DefaultTest,
        DefaultHasEncoding = !codec.IsReferenceType && codec.Shape.DefaultHasEncoding,
        RefusesNull = codec.IsReferenceType,
        IsMutable = codec.Shape.IsMutable,
    };
}

/// <summary>Describes types of one kind that get a codec of their own. <see cref="GeneratedCodecParser"/> uses the first one that accepts a type.</summary>
internal interface IShapeParser
{
    /// <summary>Determines whether a type is of this kind.</summary>
    bool Accepts(INamedTypeSymbol type);

    /// <summary>Describes a type of this kind; returns null if the type was refused.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isNested">true if the codec is nested in the operator and can access what the operator can access; otherwise, false.</param>
    /// <param name="path">The name of the type in messages.</param>
    CodecShape? Parse(INamedTypeSymbol type, bool isNested, string path);
}
