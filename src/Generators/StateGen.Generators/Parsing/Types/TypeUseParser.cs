using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// Finds the codec for a type that is used as state or as a key, and the codecs of every type that it contains. Stops at the first type that has no codec.
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
        _parsers =
        [
            new ScalarParser(role, this),
            new ExternalCodecParser(scope, role, this),
            new TypeParameterParser(scope, role),
            new CollectionParser(role, this),
            new GeneratedCodecParser(scope, role, this),
        ];
    }

    /// <summary>
    /// Gets a value indicating whether types that can be changed in place are admitted, because their values are copied when they are read and written.
    /// </summary>
    public bool AdmitsMutable { get; init; }

    /// <summary>
    /// Gets the end of a message about a type that can be changed in place. By default, it suggests copying, which is possible only for state.
    /// </summary>
    public string CopyAdvice { get; init; } = ", or set [State(Copy = true)]";

    /// <summary>Gets or sets the dialect in which the next type is written.</summary>
    public Dialect Dialect { get; set; }

    /// <summary>
    /// Gets a value indicating whether a value of the type whose codec is being described can exist without a value of the type that is being parsed.
    /// </summary>
    public bool IsOptional { get; private set; }

    /// <summary>Gets the reason why <see cref="Parse"/> returned null; null if nothing was refused.</summary>
    public TypeRefusal? Refusal { get; private set; }

    /// <summary>Parses a type; returns null if there is no codec for it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">The name of the type in messages.</param>
    /// <param name="nullable">true if a reference may be null; otherwise, false.</param>
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
        return use is not null && nullable && declared is ITypeParameterSymbol { IsReferenceType: false, IsValueType: false }
            ? TypeParameterParser.AdmitDefault(use)
            : use;
    }

    /// <summary>Parses a type that a value can do without: one that may be null, an element, or one of several cases.</summary>
    /// <inheritdoc cref="Parse"/>
    public TypeUse? ParseOptional(ITypeSymbol type, string path, bool nullable) => Parse(isOptional: true, () => Parse(type, path, nullable));

    /// <summary>Describes a type whose parts are not optional merely because the type itself is.</summary>
    public CodecShape? Reparse(Func<CodecShape?> parse) => Parse(isOptional: false, parse);

    private T Parse<T>(bool isOptional, Func<T> parse)
    {
        var outer = IsOptional;
        IsOptional = isOptional;
        var parsed = parse();
        IsOptional = outer;
        return parsed;
    }

    /// <summary>Records that the type cannot be used. Only the first refusal is kept.</summary>
    public void Refuse(RefusalKind kind, string path, string reason) => Refusal ??= new(kind, path, reason);

    /// <summary>
    /// Determines whether a member or a top-level state of this type may be null: it is annotated, or is declared where nullability is disabled.
    /// </summary>
    public static bool MayBeNull(ITypeSymbol type) => type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    /// <summary>Determines whether a type argument is annotated to admit null.</summary>
    public static bool IsAnnotated(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated;

    // The compiler already reports every member with a file-local type in a type that is not file-local (CS9051).
    private TypeUse? RefuseFileLocal(string path)
    {
        Refuse(RefusalKind.Unknown, path, "it is file-local, so generated code cannot refer to it");
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
            NormalizationEffect = use.NullableCodec is null ? use.NormalizationEffect : NormalizationEffect.Changes,
            DefaultTest = DefaultTest.IsNull,
            DefaultHasEncoding = true,
            RefusesNull = false,
        };
    }
}

/// <summary>Finds the codec for types of one kind. <see cref="TypeUseParser"/> uses the first parser that accepts a type.</summary>
internal interface ITypeParser
{
    /// <summary>Determines whether a type is of this kind.</summary>
    bool Accepts(ITypeSymbol type);

    /// <summary>Parses a type of this kind, without regard to null; returns null if the type was refused.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">The name of the type in messages.</param>
    TypeUse? Parse(ITypeSymbol type, string path);
}

/// <summary>Finds the codec for the key of an operator or of a map, which must not be null.</summary>
internal sealed class KeyParser(CodecScope scope, CancellationToken cancellationToken)
{
    private readonly TypeUseParser _types = new(scope, CodecRole.Key, cancellationToken) { CopyAdvice = "" };

    /// <summary>Gets the reason why <see cref="Parse"/> returned null; null if nothing was refused.</summary>
    public TypeRefusal? Refusal => _types.Refusal;

    public TypeUse? Parse(ITypeSymbol type)
    {
        var path = TypeNames.InMessages(type);
        if (type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            _types.Refuse(RefusalKind.Unsupported, path, "keys cannot be null; use a type that is not nullable");
        return Refusal is null ? _types.Parse(type, path, nullable: false) : null;
    }
}

/// <summary>The reason why a type cannot be kept in state or used as a key.</summary>
/// <param name="Kind">The kind of the refusal.</param>
/// <param name="Path">The type, or the path from it to the offending member, such as <c>Order.Customer.Tags</c>.</param>
/// <param name="Reason">The fault, and the type to use instead.</param>
internal sealed record TypeRefusal(RefusalKind Kind, string Path, string Reason);

/// <summary>The kinds of <see cref="TypeRefusal"/>.</summary>
internal enum RefusalKind
{
    /// <summary>There is no codec for the type.</summary>
    Unsupported,

    /// <summary>The type can be changed in place, which snapshots would not notice.</summary>
    Mutable,

    /// <summary>The compiler does not know the type and reports it.</summary>
    Unknown,
}
