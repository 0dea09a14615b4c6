using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>The codecs that one operator needs, as they are found, and where they are to stand.</summary>
internal sealed class CodecScope(Compilation compilation, INamedTypeSymbol operatorType, MemberNames names)
{
    private readonly Dictionary<(CodecRole, string), CodecModel> _codecs = [];

    /// <summary>The codecs in ordinal order.</summary>
    public EquatableArray<CodecModel> Codecs => _codecs.Values
        .OrderBy(codec => codec.SchemaName, StringComparer.Ordinal).ThenBy(codec => codec.Role).ToEquatableArray();

    public CodecModel? Find(CodecRole role, string schemaName) =>
        _codecs.TryGetValue((role, schemaName), out var codec) ? codec : null;

    public void Add(CodecModel codec) => _codecs.Add((codec.Role, codec.SchemaName), codec);

    /// <summary>Whether the codec of a type must be nested in the operator: nothing else in the assembly may see the type, or can name it.</summary>
    public bool IsNested(INamedTypeSymbol type) => !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) || HasTypeParameter(type);

    /// <summary>Whether the codec of a type may use a member of it.</summary>
    public bool IsAccessible(ISymbol member, bool fromNested) =>
        compilation.IsSymbolAccessibleWithin(member, fromNested ? operatorType : compilation.Assembly);

    public string ChooseName(INamedTypeSymbol type, string schemaName, CodecRole role, bool isNested)
    {
        var suffix = role == CodecRole.Key ? "KeyCodec" : "ValueCodec";
        return isNested ? names.Choose($"__{type.Name}{suffix}") : TypeNames.ToIdentifier(schemaName) + suffix;
    }

    private static bool HasTypeParameter(ITypeSymbol? type) => type switch
    {
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => named.TypeArguments.Any(HasTypeParameter) || HasTypeParameter(named.ContainingType),
        IArrayTypeSymbol array => HasTypeParameter(array.ElementType),
        _ => false,
    };
}
