using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// Finds the codec for a type as state or as key, and on the way the codecs of every type that it is made of. Stops at the first
/// type that has none.
/// </summary>
internal sealed class TypeUseParser
{
    private readonly CodecRole _role;
    private readonly CancellationToken _cancellationToken;
    private readonly ITypeParser[] _parsers;

    public TypeUseParser(CodecScope scope, CodecRole role, CancellationToken cancellationToken)
    {
        _role = role;
        _cancellationToken = cancellationToken;
        _parsers = [new ScalarParser(role, this), new ExternalCodecParser(scope, role, this), new TypeParameterParser(scope, role), new CollectionParser(role, this), new GeneratedCodecParser(scope, role, this)];
    }

    /// <summary>Whether types are admitted that can be changed in place, because they are copied on the way in and out.</summary>
    public bool AdmitsMutable { get; init; }

    /// <summary>How a message ends about a type that can be changed in place: the state can be copied, where there is one.</summary>
    public string CopyAdvice { get; init; } = ", or declare the state [State(Copy = true)]";

    /// <summary>Whose rules the bytes of the next type follow.</summary>
    public Dialect Dialect { get; set; }

    /// <summary>Whether values of the type whose codec is being described can do without the type that is being parsed.</summary>
    public bool IsOptional { get; private set; }

    /// <summary>Why <see cref="Parse"/> returned null.</summary>
    public TypeRefusal? Refusal { get; private set; }

    /// <summary>Parses a type; null when there is no codec for it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">What the type is called in messages.</param>
    /// <param name="nullable">Whether a reference may be null.</param>
    public TypeUse? Parse(ITypeSymbol type, string path, bool nullable)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (FileLocalTypes.Find(type) is not null)
            return RefuseFileLocal(path);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } wrapped)
            return ParseOptional(wrapped.TypeArguments[0], path, nullable: false) is { } value ? AdmitNull(value, "Nullable") : null;
        if (nullable && type.IsReferenceType)
            return ParseOptional(type, path, nullable: false) is { } reference ? AdmitNull(reference, "NullableReference") : null;
        var declared = ObliviousTypes.Declare(type);
        var use = _parsers.First(parser => parser.Accepts(declared)).Parse(declared, path);
        return use is not null && nullable && declared is ITypeParameterSymbol { IsReferenceType: false, IsValueType: false } ? TypeParameterParser.AdmitDefault(use) : use;
    }

    /// <summary>Parses a type that values can do without: one that may be null, an element, one case of several.</summary>
    /// <inheritdoc cref="Parse"/>
    public TypeUse? ParseOptional(ITypeSymbol type, string path, bool nullable) => Parse(isOptional: true, () => Parse(type, path, nullable));

    /// <summary>Describes a type whose parts are not optional because it is.</summary>
    public CodecShape? ParseAnew(Func<CodecShape?> parse) => Parse(isOptional: false, parse);

    private T Parse<T>(bool isOptional, Func<T> parse)
    {
        var outer = IsOptional;
        IsOptional = isOptional;
        var parsed = parse();
        IsOptional = outer;
        return parsed;
    }

    /// <summary>Says that the type cannot be used.</summary>
    public void Refuse(RefusalKind kind, string path, string reason) => Refusal ??= new(kind, path, reason);

    /// <summary>Whether a member or a top-level state of this type may be null: declared so, or declared where nullability is not.</summary>
    public static bool MayBeNull(ITypeSymbol type) => type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    /// <summary>Whether a type argument is declared to admit null.</summary>
    public static bool IsAnnotated(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated;

    // The compiler reports every member of such a type, in a type that other files see.
    private TypeUse? RefuseFileLocal(string path)
    {
        Refuse(RefusalKind.Unknown, path, "it is file-local, so generated code cannot name it");
        return null;
    }

    private TypeUse AdmitNull(TypeUse use, string wrapper)
    {
        var codec = _role == CodecRole.Key ? $"global::StateGen.Keys.{wrapper}KeyCodec" : $"global::StateGen.Serialization.{wrapper}Codec";
        return use with
        {
            CSharpName = use.CSharpName + "?",
            SchemaName = use.SchemaName + "?",
            Codec = use.NullableCodec ?? $"{codec}<{use.CSharpName}, {use.Codec}>",
            NullableCodec = null,
            Normalization = use.NullableCodec is null ? use.Normalization : Normalization.Changes,
            DefaultTest = DefaultTest.IsNull,
            DefaultHasEncoding = true,
            RefusesNull = false,
        };
    }
}
