using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1001. Makes a type partial, and every type around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OperatorNotPartialCodeFixProvider))]
[Shared]
public sealed class OperatorNotPartialCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.OperatorNotPartial)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Make the type and its containing types partial";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<Action<DocumentEditor>?>(node is TypeDeclarationSyntax type ? editor => MakePartial(editor, type) : null);

    private static void MakePartial(DocumentEditor editor, TypeDeclarationSyntax type)
    {
        foreach (var declaration in type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
            editor.ReplaceNode(declaration, (current, _) => PartialSyntax.AddTo((TypeDeclarationSyntax)current));
    }
}

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
