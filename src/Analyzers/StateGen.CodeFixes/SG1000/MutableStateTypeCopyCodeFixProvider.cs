using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.States;

namespace StateGen.CodeFixes.SG1000;

/// <summary>
/// SG1010. Declares a state whose type can be changed in place <c>[State(Copy = true)]</c>, if mutability is the only problem of the type.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutableStateTypeCopyCodeFixProvider))]
[Shared]
public sealed class MutableStateTypeCopyCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.MutableStateType)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Copy the values with [State(Copy = true)]";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await RetainedValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false) is not { } retained
            || !retained.CanBe(retained.Type, copied: true, cancellationToken))
            return null;
        return StateDeclaration.Find(retained.Property)?.Attribute?.GetSyntax(cancellationToken) is AttributeSyntax attribute
            && attribute.SyntaxTree == node.SyntaxTree
            ? editor => editor.ReplaceNode(attribute, (current, _) => StateAttributeSyntax.Set((AttributeSyntax)current, "Copy", "true"))
            : null;
    }
}
