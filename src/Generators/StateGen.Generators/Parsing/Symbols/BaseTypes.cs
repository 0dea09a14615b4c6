using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>The types that a type derives from.</summary>
internal static class BaseTypes
{
    /// <summary>The base types, nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol type)
    {
        for (var baseType = type.BaseType; baseType is not null; baseType = baseType.BaseType)
            yield return baseType;
    }
}
