using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Provides the names of types in generated code, in schemas, in messages, and in the names of files and codecs.</summary>
internal static class TypeNames
{
    // Longer names would make paths too long for some file systems.
    private const int LongestName = 120;

    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Canonical = Qualified
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat Oblivious = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>
    /// Returns the type in C#, with <c>global::</c> and nullable annotations. Tuples that differ only in the names of their elements have the same name.
    /// </summary>
    public static string InCode(ITypeSymbol type) => type.ToDisplayString(Canonical);

    /// <summary>Returns the type in C# without its nullable annotations, which do not exist at run time.</summary>
    public static string AtRunTime(ITypeSymbol type) => type.ToDisplayString(Oblivious);

    /// <summary>
    /// Returns the type in C#, with <c>global::</c>, nullable annotations, and the names of tuple elements, which partial members must repeat.
    /// </summary>
    public static string AsDeclared(ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>Returns the type as messages show it.</summary>
    public static string InMessages(ITypeSymbol type) => type.ToDisplayString(Short);

    /// <summary>Returns an identifier of the user's in C#, with <c>@</c> before a keyword.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    /// <summary>Returns the full metadata name, such as <c>Shop.Outer`1+Inner</c>.</summary>
    public static string InMetadata(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return $"{InMetadata(outer)}+{type.MetadataName}";
        return InMetadata(type.ContainingNamespace, type.MetadataName);
    }

    private static string InMetadata(INamespaceSymbol containing, string name) =>
        containing.IsGlobalNamespace ? name : InMetadata(containing.ContainingNamespace, $"{containing.Name}.{name}");

    /// <summary>Returns the name, without extension, of the file that is generated for something with a unique name.</summary>
    public static string ToFileName(string name)
    {
        var sanitised = Sanitise(name, '.');
        return sanitised == name ? name : $"{sanitised}.{NameHash.Of(name)}";
    }

    /// <summary>Returns a unique identifier. Dots of the name become underscores, and a hash is added if the result would be ambiguous.</summary>
    /// <param name="name">A readable name; unique if it consists of letters, digits and dots.</param>
    /// <param name="identity">A name that is always unique.</param>
    public static string ToIdentifier(string name, string identity)
    {
        var isPlain = name.Length <= LongestName && name.All(character => character == '.' || char.IsLetterOrDigit(character));
        var identifier = Sanitise(name, '_');
        return isPlain ? identifier : $"{identifier}_{NameHash.Of(identity)}";
    }

    private static string Sanitise(string name, char dot)
    {
        var sanitised = new StringBuilder();
        foreach (var character in name.Take(LongestName))
            sanitised.Append(character == '.' ? dot : char.IsLetterOrDigit(character) ? character : '_');
        return sanitised.ToString().TrimEnd('_');
    }
}

/// <summary>Finds the parts of full metadata names such as <c>Shop.Outer`1+Inner`2</c>.</summary>
internal static class MetadataNames
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>
    /// Returns the namespace or containing type of a type, with the separator that follows it, such as <c>Shop.Outer`1+</c>; empty if there is none.
    /// </summary>
    public static string ContainerOf(string name) => name.Substring(0, name.LastIndexOfAny(Separators) + 1);

    /// <summary>Returns the number of type parameters with its mark, such as <c>`2</c>; empty if there are none.</summary>
    public static string ArityOf(string name) =>
        name.IndexOf('`', ContainerOf(name).Length) is >= 0 and var start ? name.Substring(start) : "";
}

/// <summary>Provides the names of types in schemas, which the runtime's <c>TypeExpression</c> describes.</summary>
internal static class SchemaNames
{
    public static string Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Of(nullable.TypeArguments[0]) + "?";
        var name = ScalarTypeTable.Find(type)?.SchemaName ?? type switch
        {
            INamedTypeSymbol named => OfNamed(named),
            ITypeParameterSymbol => $"${type.Name}",
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "bytes",
            IArrayTypeSymbol { Rank: 1 } array => $"{BuiltInTypes.List}<{Of(array.ElementType)}>",
            IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
            _ => TypeNames.InMessages(type),
        };
        return name + (type is { IsValueType: false, NullableAnnotation: NullableAnnotation.Annotated } ? "?" : "");
    }

    /// <summary>Returns the name of a type, regardless of whether this use of it admits null.</summary>
    public static string OfNamed(INamedTypeSymbol type)
    {
        if (TupleTypes.IsTuple(type))
            return Construct(BuiltInTypes.Tuple, TupleTypes.ElementsOf(type));
        return Construct(CollectionTypeTable.Find(type)?.SchemaName ?? TypeNames.InMetadata(type), ArgumentsOf(type));
    }

    private static string Construct(string name, IEnumerable<ITypeSymbol> arguments)
    {
        var list = string.Join(",", arguments.Select(Of));
        return list.Length == 0 ? name : $"{name}<{list}>";
    }

    private static IEnumerable<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? ArgumentsOf(outer) : []).Concat(type.TypeArguments);
}

/// <summary>
/// Computes 32-bit FNV-1a hashes over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/), which distinguish generated names and are the same in
/// every build.
/// </summary>
internal static class NameHash
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>Returns the hash as 8 lowercase hexadecimal digits.</summary>
    public static string Of(string text)
    {
        var hash = OffsetBasis;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * Prime);
        return hash.ToString("x8");
    }
}
