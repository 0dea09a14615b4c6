using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Finds file-local types, which no other file can name, inside constructed ones.</summary>
internal static class FileLocalTypes
{
    public static ITypeSymbol? Find(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsFileLocal: true } => type,
        INamedTypeSymbol named => named.TypeArguments.Select(Find).FirstOrDefault(found => found is not null) ?? (named.ContainingType is { } outer ? Find(outer) : null),
        IArrayTypeSymbol array => Find(array.ElementType),
        _ => null,
    };
}
