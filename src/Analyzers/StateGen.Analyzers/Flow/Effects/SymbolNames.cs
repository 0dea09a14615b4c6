using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Writes the names of members of the framework, without type parameters.</summary>
internal static class SymbolNames
{
    /// <summary>The name of a type with its namespace.</summary>
    public static string Of(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{Of(outer)}.{type.Name}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;

    /// <summary>The names of a type, of its base types and of its interfaces.</summary>
    public static IEnumerable<string> AllOf(INamedTypeSymbol type) => BaseTypes.Of(type).Prepend(type).Concat(type.AllInterfaces).Select(Of);

    /// <summary>The name of a member for messages, such as <c>DateTime.UtcNow</c>.</summary>
    public static string Short(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: { } property } => Short(property),
        IMethodSymbol { MethodKind: MethodKind.Constructor } => member.ContainingType.Name,
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => member.Name,
        _ => $"{member.ContainingType.Name}.{member.Name}",
    };
}
