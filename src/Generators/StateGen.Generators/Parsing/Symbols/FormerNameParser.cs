using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Reads <c>[FormerName]</c>. Former names are in ordinal order, each once.</summary>
internal static class FormerNameParser
{
    /// <summary>The former names among the attributes of a state or a member.</summary>
    public static EquatableArray<string> Parse(ImmutableArray<AttributeData> attributes) => Ordered(Read(attributes));

    /// <summary>The former names of a member of a record, which may stand on the parameter that sets it.</summary>
    public static EquatableArray<string> Parse(ISymbol member, IMethodSymbol constructor) => Ordered(
        Read(member.GetAttributes()).Concat(constructor.Parameters.Where(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(parameter => Read(parameter.GetAttributes()))));

    /// <summary>The full metadata names that a type had.</summary>
    public static EquatableArray<string> Parse(INamedTypeSymbol type)
    {
        var name = TypeNames.InMetadata(type);
        return Ordered(Read(type.OriginalDefinition.GetAttributes()).Select(former => Complete(former, name)));
    }

    private static IEnumerable<string> Read(ImmutableArray<AttributeData> attributes) => attributes
        .Where(KnownTypes.IsFormerNameAttribute)
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .Where(name => !string.IsNullOrWhiteSpace(name))!;

    // What is left out is as it is now: the namespace or type around it, and the number of type parameters.
    private static string Complete(string former, string name) =>
        (MetadataNames.ContainerOf(former).Length == 0 ? MetadataNames.ContainerOf(name) : "") + former + (former.IndexOf('`') < 0 ? MetadataNames.ArityOf(name) : "");

    private static EquatableArray<string> Ordered(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}

/// <summary>The parts of full metadata names such as <c>Shop.Outer`1+Inner`2</c>.</summary>
internal static class MetadataNames
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>The namespace or type around a type with the separator that follows it, such as <c>Shop.Outer`1+</c>; empty where there is none.</summary>
    public static string ContainerOf(string name) => name.Substring(0, name.LastIndexOfAny(Separators) + 1);

    /// <summary>The number of type parameters with its mark, such as <c>`2</c>; empty where there are none.</summary>
    public static string ArityOf(string name) => name.IndexOf('`', ContainerOf(name).Length) is >= 0 and var start ? name.Substring(start) : "";
}
