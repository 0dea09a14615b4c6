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
    public string CopyAdvice { get; init; } = ", or set [State(Copy = true)]";

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
    public CodecShape? Reparse(Func<CodecShape?> parse) => Parse(isOptional: false, parse);

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

/// <summary>Finds the codec for types of one kind. <see cref="TypeUseParser"/> asks the first parser in its order that accepts a type.</summary>
internal interface ITypeParser
{
    /// <summary>Whether the type is of this kind.</summary>
    bool Accepts(ITypeSymbol type);

    /// <summary>Parses a type of this kind, null aside; returns null when it was refused.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">What the type is called in messages.</param>
    TypeUse? Parse(ITypeSymbol type, string path);
}

/// <summary>Finds the codec for an operator's key or a map's key, which may not be null.</summary>
internal sealed class KeyParser(CodecScope scope, CancellationToken cancellationToken)
{
    private readonly TypeUseParser _types = new(scope, CodecRole.Key, cancellationToken) { CopyAdvice = "" };

    /// <summary>Why <see cref="Parse"/> returned null.</summary>
    public TypeRefusal? Refusal => _types.Refusal;

    public TypeUse? Parse(ITypeSymbol type)
    {
        var path = TypeNames.InMessages(type);
        if (type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            _types.Refuse(RefusalKind.Unsupported, path, "keys cannot be null");
        return Refusal is null ? _types.Parse(type, path, nullable: false) : null;
    }
}

/// <summary>Why a type cannot be kept in state or be a key.</summary>
/// <param name="Kind">Which rule it breaks.</param>
/// <param name="Path">The type, or the way from it to the member that is to blame: <c>Order.Customer.Tags</c>.</param>
/// <param name="Reason">What is wrong, and what to use instead.</param>
internal sealed record TypeRefusal(RefusalKind Kind, string Path, string Reason);

/// <summary>The kinds of <see cref="TypeRefusal"/>.</summary>
internal enum RefusalKind
{
    /// <summary>There is no codec for it.</summary>
    Unsupported,

    /// <summary>It can be changed in place, behind the back of snapshots.</summary>
    Mutable,

    /// <summary>The compiler does not know it and says so itself.</summary>
    Unknown,
}
