using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Provides the base types of a type.</summary>
internal static class BaseTypes
{
    /// <summary>Returns the base types of a type, nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol type)
    {
        for (var baseType = type.BaseType; baseType is not null; baseType = baseType.BaseType)
            yield return baseType;
    }
}
