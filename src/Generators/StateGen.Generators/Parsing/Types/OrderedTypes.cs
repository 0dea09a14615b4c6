using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Recognises types that sorted collections can compare without a comparer.</summary>
internal static class OrderedTypes
{
    public static bool IsOrdered(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsOrdered(nullable.TypeArguments[0]),
        INamedTypeSymbol tuple when TupleTypes.IsTuple(tuple) => !TupleTypes.IsPair(tuple) && TupleTypes.ElementsOf(tuple).All(IsOrdered),
        { TypeKind: TypeKind.Enum } => true,
        _ => type.AllInterfaces.Any(implemented => IsComparable(implemented, type)),
    };

    private static bool IsComparable(INamedTypeSymbol implemented, ITypeSymbol type) =>
        implemented is { Name: "IComparable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        && (implemented.TypeArguments.Length == 0 || SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type));
}
