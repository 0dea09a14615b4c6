using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.CodeFixes.SG1000;

/// <summary>Writes <c>partial</c> where C# wants it: as the last modifier.</summary>
internal static class PartialSyntax
{
    private static readonly SyntaxToken Partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    // Without modifiers it takes the place of the keyword, and what stands before that.
    public static TypeDeclarationSyntax AddTo(TypeDeclarationSyntax type) => type.Modifiers switch
    {
        var modifiers when modifiers.Any(SyntaxKind.PartialKeyword) => type,
        { Count: > 0 } modifiers => type.WithModifiers(modifiers.Add(Partial)),
        _ => type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(Partial.WithLeadingTrivia(type.Keyword.LeadingTrivia))),
    };

    public static PropertyDeclarationSyntax AddTo(PropertyDeclarationSyntax property) => property.Modifiers switch
    {
        var modifiers when modifiers.Any(SyntaxKind.PartialKeyword) => property,
        { Count: > 0 } modifiers => property.WithModifiers(modifiers.Add(Partial)),
        _ => property.WithType(property.Type.WithoutLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(Partial.WithLeadingTrivia(property.Type.GetLeadingTrivia()))),
    };
}
