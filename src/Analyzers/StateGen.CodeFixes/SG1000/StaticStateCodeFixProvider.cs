using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1005. Makes a static state an instance property, unless static code uses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StaticStateCodeFixProvider))]
[Shared]
public sealed class StaticStateCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.StaticState)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Remove the static modifier";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } property || !property.Modifiers.Any(SyntaxKind.StaticKeyword))
            return null;
        Action<DocumentEditor> edit = editor => editor.ReplaceNode(property, (current, _) => RemoveStatic((PropertyDeclarationSyntax)current));
        return await CompilingEdit.FindAsync(document, edit, cancellationToken).ConfigureAwait(false);
    }

    // A state is partial, so there is always another modifier that takes over the leading trivia.
    private static PropertyDeclarationSyntax RemoveStatic(PropertyDeclarationSyntax property)
    {
        var word = property.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.StaticKeyword));
        var others = property.Modifiers.Remove(word);
        return property.WithModifiers(property.Modifiers[0] == word ? others.Replace(others[0], others[0].WithLeadingTrivia(word.LeadingTrivia)) : others);
    }
}
