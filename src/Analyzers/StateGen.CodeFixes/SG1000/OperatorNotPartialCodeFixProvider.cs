using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1001. Makes a type and its containing types partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OperatorNotPartialCodeFixProvider))]
[Shared]
public sealed class OperatorNotPartialCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.OperatorNotPartial)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Make the type and its containing types partial";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<Action<DocumentEditor>?>(node is TypeDeclarationSyntax type ? editor => MakePartial(editor, type) : null);

    private static void MakePartial(DocumentEditor editor, TypeDeclarationSyntax type)
    {
        foreach (var declaration in type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
            editor.ReplaceNode(declaration, (current, _) => PartialSyntax.AddTo((TypeDeclarationSyntax)current));
    }
}

/// <summary>Adds the modifier <c>partial</c> as the last modifier, where C# requires it.</summary>
internal static class PartialSyntax
{
    private static readonly SyntaxToken Partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    // Without other modifiers, partial precedes the keyword or type and takes over its leading trivia.
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
        _ => property.WithType(property.Type.WithoutLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(Partial.WithLeadingTrivia(property.Type.GetLeadingTrivia()))),
    };
}
