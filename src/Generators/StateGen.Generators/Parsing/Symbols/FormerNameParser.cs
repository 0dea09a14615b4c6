using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Reads <c>[FormerName]</c> attributes. The former names are distinct and in ordinal order.</summary>
internal static class FormerNameParser
{
    /// <summary>Returns the former names among the attributes of a state or a member.</summary>
    public static EquatableArray<string> Parse(ImmutableArray<AttributeData> attributes) => Ordered(Read(attributes));

    /// <summary>Returns the former names of a member of a record. The attributes may be on the parameter that sets the member.</summary>
    public static EquatableArray<string> Parse(ISymbol member, IMethodSymbol constructor)
    {
        var parameters = constructor.Parameters.Where(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase));
        return Ordered(Read(member.GetAttributes()).Concat(parameters.SelectMany(parameter => Read(parameter.GetAttributes()))));
    }

    /// <summary>Returns the former full metadata names of a type.</summary>
    public static EquatableArray<string> Parse(INamedTypeSymbol type)
    {
        var name = TypeNames.InMetadata(type);
        return Ordered(Read(type.OriginalDefinition.GetAttributes()).Select(former => Complete(former, name)));
    }

    private static IEnumerable<string> Read(ImmutableArray<AttributeData> attributes) => attributes
        .Where(KnownTypes.IsFormerNameAttribute)
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .Where(name => !string.IsNullOrWhiteSpace(name))!;

    // A former name may omit the namespace or containing type and the number of type parameters. They are then the current ones.
    private static string Complete(string former, string name)
    {
        var container = MetadataNames.ContainerOf(former).Length == 0 ? MetadataNames.ContainerOf(name) : "";
        return container + former + (former.IndexOf('`') < 0 ? MetadataNames.ArityOf(name) : "");
    }

    private static EquatableArray<string> Ordered(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}
