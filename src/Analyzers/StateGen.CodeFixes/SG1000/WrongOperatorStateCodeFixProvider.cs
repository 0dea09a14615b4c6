using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.States;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1029. Removes the attribute that does not belong to the type of a state, or exchanges it for the other one if it is alone.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WrongOperatorStateCodeFixProvider))]
[Shared]
public sealed class WrongOperatorStateCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.WrongOperatorState)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Use the attribute that belongs to the type";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } property || StateDeclaration.Find(property) is not { } state)
            return null;
        return state.IsKeyed && state.IsOperatorState
            ? editor => editor.RemoveNode(attribute)
            : editor => editor.ReplaceNode(attribute, (current, _) => Exchange((AttributeSyntax)current, state.IsKeyed ? "OperatorState" : "State"));
    }

    private static AttributeSyntax Exchange(AttributeSyntax attribute, string name) =>
        StateAttributeSyntax.Set(attribute.WithName(Rename(attribute.Name, SyntaxFactory.IdentifierName(name))), "Redistribution", null);

    private static NameSyntax Rename(NameSyntax name, IdentifierNameSyntax renamed) => name switch
    {
        QualifiedNameSyntax qualified => qualified.WithRight(renamed),
        AliasQualifiedNameSyntax aliased => aliased.WithName(renamed),
        _ => renamed.WithTriviaFrom(name),
    };
}
