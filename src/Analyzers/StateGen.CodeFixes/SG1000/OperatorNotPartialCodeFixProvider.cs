using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.CodeFixes.SG1000;

/// <summary>
/// SG1001. Makes a type and its containing types partial. If the type has state, the generator reports SG1001, and tools offer no fixes for diagnostics of
/// generators, so the fix is also one of the compiler's error about the state.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OperatorNotPartialCodeFixProvider))]
[Shared]
public sealed class OperatorNotPartialCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.OperatorNotPartial, CompilerPartialProperty)
{
    // "Partial property must have an implementation part."
    private const string CompilerPartialProperty = "CS9248";

    private protected override string TitleOf(Diagnostic diagnostic) => "Make the type and its containing types partial";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var type = diagnostic.Id == CompilerPartialProperty
            ? await FindOperatorAsync(document, node, cancellationToken).ConfigureAwait(false)
            : node as TypeDeclarationSyntax;
        return type is null ? null : editor => MakePartial(editor, type);
    }

    private static async Task<TypeDeclarationSyntax?> FindOperatorAsync(Document document, SyntaxNode node, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && model.GetDeclaredSymbol(type, cancellationToken) is { } symbol && KnownTypes.IsOperator(symbol) && type.AncestorsAndSelf().Any(IsNotPartial)
                ? type
                : null;
    }

    private static bool IsNotPartial(SyntaxNode ancestor) => ancestor is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PartialKeyword);

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
