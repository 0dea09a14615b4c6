using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>Reads <c>[FormerName]</c>.</summary>
internal static class FormerNames
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>The former names of a state or a member.</summary>
    public static EquatableArray<string> Of(ISymbol symbol) => Ordered(Read(symbol));

    /// <summary>The former names of a member of a record, which may stand on the parameter that sets it.</summary>
    public static EquatableArray<string> Of(ISymbol member, IMethodSymbol constructor) => Ordered(
        Read(member).Concat(constructor.Parameters.Where(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(Read)));

    /// <summary>The full metadata names that a type had.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol type)
    {
        var name = TypeNames.InMetadata(type);
        return Ordered(Read(type.OriginalDefinition).Select(former => Complete(former, name)));
    }

    private static IEnumerable<string> Read(ISymbol symbol) => symbol.GetAttributes()
        .Where(KnownTypes.IsFormerNameAttribute)
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .Where(name => !string.IsNullOrWhiteSpace(name))!;

    // What is left out is as it is now: the namespace or type around it, and the number of type parameters.
    private static string Complete(string former, string name)
    {
        var container = former.IndexOfAny(Separators) < 0 ? name.Substring(0, name.LastIndexOfAny(Separators) + 1) : "";
        var arity = former.IndexOf('`') < 0 && name.IndexOf('`', name.LastIndexOfAny(Separators) + 1) is >= 0 and var start ? name.Substring(start) : "";
        return container + former + arity;
    }

    private static EquatableArray<string> Ordered(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}
