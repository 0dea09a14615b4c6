using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>Finds out whether and how a type can be added to.</summary>
internal static class PartialTypeParser
{
    /// <summary>
    /// The innermost type that is not partial: the type itself or one around it. Null when all are. One partial declaration among several is
    /// enough to add to a type; about the others the compiler says what is to say (CS0260).
    /// </summary>
    public static INamedTypeSymbol? FindNotPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        SelfAndOuter(type).FirstOrDefault(candidate => !candidate.DeclaringSyntaxReferences.Any(reference => IsPartial(reference.GetSyntax(cancellationToken))));

    /// <summary>The type itself or one around it that other files cannot name. Null when there is none.</summary>
    public static INamedTypeSymbol? FindFileLocal(INamedTypeSymbol type) => SelfAndOuter(type).FirstOrDefault(candidate => candidate.IsFileLocal);

    public static PartialTypeModel Parse(INamedTypeSymbol type) => new()
    {
        Namespace = type.ContainingNamespace.IsGlobalNamespace
            ? ""
            : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
        Declarations = SelfAndOuter(type).Reverse().Select(Declare).ToEquatableArray(),
    };

    private static IEnumerable<INamedTypeSymbol> SelfAndOuter(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    private static bool IsPartial(SyntaxNode declaration) =>
        declaration is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    // Constraints and modifiers need not be repeated; variance must be.
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
