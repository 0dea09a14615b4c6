using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.States;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1019. Removes an empty name, so that the state gets the name of the property, unless another state already has that name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EmptyStateNameCodeFixProvider))]
[Shared]
public sealed class EmptyStateNameCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.EmptyStateName)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Use the property name";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
            && node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } declaration
            && model.GetDeclaredSymbol(declaration, cancellationToken) is { } property && !IsTaken(property)
                ? editor => editor.ReplaceNode(attribute, (current, _) => StateAttributeSyntax.Set((AttributeSyntax)current, "Name", null))
                : null;
    }

    private static bool IsTaken(IPropertySymbol property) => StateDeclaration.In(property.ContainingType).Any(other => other.Name == property.Name);
}
