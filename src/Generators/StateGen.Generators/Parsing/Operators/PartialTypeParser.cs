using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>Determines whether members can be added to a type, and describes the declarations that add them.</summary>
internal static class PartialTypeParser
{
    /// <summary>
    /// Finds the innermost type that is not partial: the type itself or a containing type; null if all are partial. One partial declaration among several is
    /// sufficient, because the compiler already reports the others (CS0260).
    /// </summary>
    public static INamedTypeSymbol? FindNotPartial(INamedTypeSymbol type, CancellationToken cancellationToken) => SelfAndOuter(type)
        .FirstOrDefault(candidate => !candidate.DeclaringSyntaxReferences.Any(reference => IsPartial(reference.GetSyntax(cancellationToken))));

    /// <summary>Finds the innermost type that other files cannot name: the type itself or a containing type; null if there is none.</summary>
    public static INamedTypeSymbol? FindFileLocal(INamedTypeSymbol type) => SelfAndOuter(type).FirstOrDefault(candidate => candidate.IsFileLocal);

    public static PartialTypeModel Parse(INamedTypeSymbol type) => new()
    {
        Namespace = type.ContainingNamespace.IsGlobalNamespace
            ? ""
            : type.ContainingNamespace.ToDisplayString(
                SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
        Declarations = SelfAndOuter(type).Reverse().Select(Declare).ToEquatableArray(),
    };

    private static IEnumerable<INamedTypeSymbol> SelfAndOuter(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    private static bool IsPartial(SyntaxNode declaration) =>
        declaration is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    // Constraints and modifiers need not be repeated, but variance must be.
    private static string Declare(INamedTypeSymbol type)
    {
        var parameters = type.TypeParameters.Select(DeclareParameter).ToArray();
        return $"partial {KeywordOf(type)} {TypeNames.Escape(type.Name)}{(parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters)}>")}";
    }

    private static string DeclareParameter(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    } + TypeNames.Escape(parameter.Name);

    private static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true, IsValueType: true } => "record struct",
        { IsRecord: true } => "record",
        { IsValueType: true } => "struct",
        _ => "class",
    };
}
