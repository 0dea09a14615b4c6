using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>The codecs that one operator needs, or something outside any operator, as they are found, and where they are to stand.</summary>
internal sealed class CodecScope(Compilation compilation, INamedTypeSymbol? operatorType, MemberNames names)
{
    private readonly Dictionary<(CodecRole, string, Dialect), CodecModel> _codecs = [];
    private readonly HashSet<TypeParameterModel> _typeParameters = [];
    private readonly Dictionary<(CodecRole, string, string), string> _nestedNames = [];

    /// <summary>The codecs in ordinal order.</summary>
    public EquatableArray<CodecModel> Codecs => _codecs.Values
        .OrderBy(codec => codec.SchemaName, StringComparer.Ordinal).ThenBy(codec => codec.TypeName, StringComparer.Ordinal).ThenBy(codec => codec.Role).ToEquatableArray();

    /// <summary>The type parameters in ordinal order.</summary>
    public EquatableArray<TypeParameterModel> TypeParameters => _typeParameters
        .OrderBy(parameter => parameter.CSharpName, StringComparer.Ordinal).ThenBy(parameter => parameter.Role).ToEquatableArray();

    /// <summary>The hand-written codecs that the compilation sees.</summary>
    public ExternalCodecTable ExternalCodecTable { get; } = ExternalCodecTable.Of(compilation);

    /// <summary>The codec of a type, by its fully qualified name in C#, if it has been found before.</summary>
    public CodecModel? Find(CodecRole role, string typeName, Dialect dialect = Dialect.StateGen) =>
        _codecs.TryGetValue((role, typeName, dialect), out var codec) ? codec : null;

    public CodecModel Add(CodecModel codec)
    {
        _codecs[(codec.Role, codec.TypeName, codec.Dialect)] = codec;
        return codec;
    }

    public void AddTypeParameter(TypeParameterModel parameter) => _typeParameters.Add(parameter);

    /// <summary>Whether the codec of a type must be nested in the operator: nothing else in the assembly may see the type, or can name it.</summary>
    public bool IsNested(ITypeSymbol type) => !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) || HasTypeParameter(type);

    /// <summary>Whether the codec of a type may use a member of it.</summary>
    public bool IsAccessible(ISymbol member, bool fromNested) =>
        compilation.IsSymbolAccessibleWithin(member, fromNested ? operatorType ?? (ISymbol)compilation.Assembly : compilation.Assembly);

    /// <summary>A name for the codec of a type: the readable one of schemas, told apart by the type in C# where it is not unique.</summary>
    public string ChooseName(string simpleName, string schemaName, string typeName, CodecRole role, bool isNested)
    {
        var suffix = role == CodecRole.Key ? "KeyCodec" : "ValueCodec";
        if (!isNested)
            return TypeNames.ToIdentifier(schemaName, typeName) + suffix;
        if (!_nestedNames.TryGetValue((role, schemaName, typeName), out var name))
            _nestedNames.Add((role, schemaName, typeName), name = names.Choose($"__{simpleName}{suffix}"));
        return name;
    }

    /// <summary>Whether a type parameter is part of a type.</summary>
    public static bool HasTypeParameter(ITypeSymbol? type) => type switch
    {
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || HasTypeParameter(named.ContainingType),
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        _ => false,
    };
}
