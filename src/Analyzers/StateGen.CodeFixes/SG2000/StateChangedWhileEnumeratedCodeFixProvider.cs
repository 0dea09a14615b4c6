using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2009. Enumerates a copy, so that the loop may change the state.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StateChangedWhileEnumeratedCodeFixProvider))]
[Shared]
public sealed class StateChangedWhileEnumeratedCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.StateChangedWhileEnumerated)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Enumerate a copy";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node is not ExpressionSyntax collection || model.GetTypeInfo(collection, cancellationToken).Type is not { } type)
            return null;
        var methods = model.LookupSymbols(collection.SpanStart, type, "ToArray", includeReducedExtensionMethods: true);
        return methods.IsEmpty ? null : editor => editor.ReplaceNode(collection, (current, _) => Copy((ExpressionSyntax)current));
    }

    private static InvocationExpressionSyntax Copy(ExpressionSyntax collection)
    {
        var member = SyntaxFactory.IdentifierName("ToArray");
        var access = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, AsPrimary(collection.WithoutTrivia()), member);
        return SyntaxFactory.InvocationExpression(access).WithTriviaFrom(collection);
    }

    // Without parentheses, a query or cast would apply to the result of ToArray.
    private static ExpressionSyntax AsPrimary(ExpressionSyntax collection) =>
        collection is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? collection
            : SyntaxFactory.ParenthesizedExpression(collection);
}
