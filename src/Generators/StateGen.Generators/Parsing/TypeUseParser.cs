using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>
/// Finds the codec for a type as state or as key, and on the way the codecs of every named type that it is made of. Stops at the first
/// type that has none.
/// </summary>
internal sealed class TypeUseParser(CodecScope scope, CodecRole role, CancellationToken cancellationToken)
{
    // A generic type may contain another construction of itself, but one that never ends grows with every level.
    private const int MostNestedConstructions = 8;

    private readonly List<INamedTypeSymbol> _unfinished = [];

    /// <summary>Why <see cref="Parse"/> returned null.</summary>
    public TypeRefusal? Refusal { get; private set; }

    /// <summary>Parses a type; null when there is no codec for it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">What the type is called in messages.</param>
    /// <param name="nullable">Whether a reference may be null.</param>
    public TypeUse? Parse(ITypeSymbol type, string path, bool nullable)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } wrapped)
            return Parse(wrapped.TypeArguments[0], path, nullable: false) is { } value ? AdmitNull(value, "Nullable") : null;
        var use = ParseNotNull(ObliviousTypes.Declare(type), path);
        return use is not null && nullable && type.IsReferenceType ? AdmitNull(use, "NullableReference") : use;
    }

    /// <summary>Says that the type cannot be used.</summary>
    public void Refuse(RefusalKind kind, string path, string reason) => Refusal ??= new(kind, path, reason);

    /// <summary>Whether a member or a top-level state of this type may be null: declared so, or declared where nullability is not.</summary>
    public static bool MayBeNull(ITypeSymbol type) => type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    private TypeUse? ParseNotNull(ITypeSymbol type, string path)
    {
        if (ScalarTypes.Find(type) is { } scalar)
            return UseScalar(type, scalar);
        Refusal ??= UnsupportedTypes.Refuse(type, path);
        if (Refusal is not null || ParseCodec((INamedTypeSymbol)type, path) is not { } codec)
            return null;
        return UseCodec(codec);
    }

    private CodecModel? ParseCodec(INamedTypeSymbol type, string path)
    {
        if (IsRecursive(type))
            Refuse(RefusalKind.Unsupported, path, $"{type.Name} contains itself, and recursive types are not supported");
        if (Refusal is not null)
            return null;
        var schemaName = SchemaNames.OfNamed(type);
        if (scope.Find(role, schemaName) is { } known)
            return known;

        _unfinished.Add(type);
        var codec = type.TypeKind == TypeKind.Enum
            ? new EnumParser(scope, role).Parse(type, schemaName)
            : new RecordParser(scope, role, this).Parse(type, schemaName, path);
        _unfinished.RemoveAt(_unfinished.Count - 1);
        if (codec is not null)
            scope.Add(codec);
        return codec;
    }

    private bool IsRecursive(INamedTypeSymbol type)
    {
        var constructions = _unfinished.Where(outer => SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, type.OriginalDefinition)).ToArray();
        return constructions.Length == MostNestedConstructions || constructions.Contains(type, SymbolEqualityComparer.Default);
    }

    private TypeUse UseScalar(ITypeSymbol type, ScalarType scalar) => new()
    {
        CSharpName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        SchemaName = scalar.SchemaName,
        Codec = scalar.CodecAs(role),
        Normalization = scalar.NormalizationAs(role),
        DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : DefaultTest.EqualsDefault,
        DefaultHasEncoding = scalar.DefaultHasEncoding,
        RefusesNull = type.IsReferenceType,
    };

    private static TypeUse UseCodec(CodecModel codec) => new()
    {
        CSharpName = codec.TypeName,
        SchemaName = codec.SchemaName,
        Codec = codec.IsNested ? codec.Name : $"global::StateGen.Generated.{codec.Name}",
        Normalization = codec.Normalization,
        DefaultTest = codec switch
        {
            { IsReferenceType: true } => DefaultTest.IsNull,
            { Enum: not null } => DefaultTest.EqualsDefault,
            _ => DefaultTest.MemberByMember,
        },
        DefaultHasEncoding = !codec.IsReferenceType && codec.Members.All(member => member.Type.DefaultHasEncoding),
        RefusesNull = codec.IsReferenceType,
    };

    private TypeUse AdmitNull(TypeUse use, string wrapper)
    {
        var codec = role == CodecRole.Key ? $"global::StateGen.Keys.{wrapper}KeyCodec" : $"global::StateGen.Serialization.{wrapper}Codec";
        return use with
        {
            CSharpName = use.CSharpName + "?",
            SchemaName = use.SchemaName + "?",
            Codec = $"{codec}<{use.CSharpName}, {use.Codec}>",
            DefaultTest = DefaultTest.IsNull,
            DefaultHasEncoding = true,
            RefusesNull = false,
        };
    }
}
