using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Recognises tuples of both kinds, with any number of elements, and pairs of key and value.</summary>
internal static class TupleTypes
{
    private const string Pair = "KeyValuePair`2";

    public static bool IsTuple(ITypeSymbol type) => type is INamedTypeSymbol { ContainingType: null } named && (IsPair(named) || IsPart(named));

    public static bool IsPair(INamedTypeSymbol type) => type is
    {
        MetadataName: Pair,
        ContainingNamespace: { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };

    /// <summary>The types of all elements, also those of the tuples that hold the rest of long ones.</summary>
    public static IEnumerable<ITypeSymbol> ElementsOf(INamedTypeSymbol tuple) => PartsOf(tuple).SelectMany(part => part.TypeArguments.Take(TupleShape.ElementsPerPart));

    /// <summary>The tuple, the tuple that holds its rest, and so on.</summary>
    public static IEnumerable<INamedTypeSymbol> PartsOf(INamedTypeSymbol tuple)
    {
        for (var part = tuple; part is not null; part = RestOf(part))
            yield return part;
    }

    private static INamedTypeSymbol? RestOf(INamedTypeSymbol part) =>
        part.TypeArguments.Length > TupleShape.ElementsPerPart ? (INamedTypeSymbol)part.TypeArguments[TupleShape.ElementsPerPart] : null;

    private static bool IsPart(INamedTypeSymbol type) =>
        type is { Name: "ValueTuple" or "Tuple", TypeArguments.Length: > 0, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        && (type.TypeArguments.Length <= TupleShape.ElementsPerPart
            || (type.TypeArguments[TupleShape.ElementsPerPart] is INamedTypeSymbol rest && rest.Name == type.Name && IsPart(rest)));
}
