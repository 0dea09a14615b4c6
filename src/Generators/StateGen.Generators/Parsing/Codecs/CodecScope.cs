using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>Collects the codecs that one operator needs, or that something outside any operator needs, and determines where they are declared.</summary>
internal sealed class CodecScope(Compilation compilation, INamedTypeSymbol? operatorType, MemberNames names)
{
    private readonly Dictionary<(CodecRole, string, Dialect), CodecModel> _codecs = [];
    private readonly HashSet<TypeParameterModel> _typeParameters = [];
    private readonly Dictionary<(CodecRole, string, string), string> _nestedNames = [];

    /// <summary>Gets the codecs in ordinal order.</summary>
    public EquatableArray<CodecModel> Codecs => _codecs.Values
        .OrderBy(codec => codec.SchemaName, StringComparer.Ordinal)
        .ThenBy(codec => codec.TypeName, StringComparer.Ordinal)
        .ThenBy(codec => codec.Role).ToEquatableArray();

    /// <summary>Gets the type parameters in ordinal order.</summary>
    public EquatableArray<TypeParameterModel> TypeParameters => _typeParameters
        .OrderBy(parameter => parameter.CSharpName, StringComparer.Ordinal).ThenBy(parameter => parameter.Role).ToEquatableArray();

    /// <summary>Gets the hand-written codecs that the compilation sees.</summary>
    public ExternalCodecTable ExternalCodecTable { get; } = ExternalCodecTable.Of(compilation);

    /// <summary>Finds the codec of a type by its fully qualified name in C#; null if it has not been added.</summary>
    public CodecModel? Find(CodecRole role, string typeName, Dialect dialect = Dialect.StateGen) =>
        _codecs.TryGetValue((role, typeName, dialect), out var codec) ? codec : null;

    public CodecModel Add(CodecModel codec)
    {
        _codecs[(codec.Role, codec.TypeName, codec.Dialect)] = codec;
        return codec;
    }

    public void AddTypeParameter(TypeParameterModel parameter) => _typeParameters.Add(parameter);

    /// <summary>
    /// Determines whether the codec of a type must be nested in the operator, because nothing else in the assembly can access the type or can name it.
    /// </summary>
    public bool IsNested(ITypeSymbol type) =>
        !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) || HasTypeParameter(type);

    /// <summary>Determines whether the codec of a type may use a member of the type.</summary>
    public bool IsAccessible(ISymbol member, bool fromNested) =>
        compilation.IsSymbolAccessibleWithin(member, fromNested ? operatorType ?? (ISymbol)compilation.Assembly : compilation.Assembly);

    /// <summary>Chooses a name for the codec of a type: its readable name in schemas, made unique by its name in C# if necessary.</summary>
    public string ChooseName(string simpleName, string schemaName, string typeName, CodecRole role, bool isNested)
    {
        var suffix = role == CodecRole.Key ? "KeyCodec" : "ValueCodec";
        if (!isNested)
            return TypeNames.ToIdentifier(schemaName, typeName) + suffix;
        if (!_nestedNames.TryGetValue((role, schemaName, typeName), out var name))
            _nestedNames.Add((role, schemaName, typeName), name = names.Choose($"__{simpleName}{suffix}"));
        return name;
    }

    /// <summary>Determines whether a type contains a type parameter.</summary>
    public static bool HasTypeParameter(ITypeSymbol? type) => type switch
    {
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || HasTypeParameter(named.ContainingType),
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        _ => false,
    };
}
