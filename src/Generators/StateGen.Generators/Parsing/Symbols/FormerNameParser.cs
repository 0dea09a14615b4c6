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
