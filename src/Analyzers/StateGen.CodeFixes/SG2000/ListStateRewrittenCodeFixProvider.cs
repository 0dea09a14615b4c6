using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2012. Appends to a list state instead of replacing it by itself and more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ListStateRewrittenCodeFixProvider))]
[Shared]
public sealed class ListStateRewrittenCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.ListStateRewritten)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Append with Add or AddRange";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [{ Expression: var elements }] } call
            && FindMore(elements) is var (method, more)
                ? new Action<DocumentEditor>(editor => editor.ReplaceNode(call, (_, _) => Append(access, method, more).WithTriviaFrom(call)))
                : null);

    private static InvocationExpressionSyntax Append(MemberAccessExpressionSyntax access, string method, ExpressionSyntax more) => SyntaxFactory.InvocationExpression(
        access.WithName(SyntaxFactory.IdentifierName(method)), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(more.WithoutTrivia()))));

    // What follows the list, and the method that appends it.
    private static (string Method, ExpressionSyntax More)? FindMore(ExpressionSyntax elements) => elements switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Append", Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax }, ArgumentList.Arguments: [{ Expression: var element }] } => ("Add", element),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Concat", Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax }, ArgumentList.Arguments: [{ Expression: var more }] } => ("AddRange", more),
        CollectionExpressionSyntax { Elements: [_, ExpressionElementSyntax { Expression: var element }] } => ("Add", element),
        CollectionExpressionSyntax { Elements: [_, SpreadElementSyntax { Expression: var more }] } => ("AddRange", more),
        CollectionExpressionSyntax { Elements.Count: > 2 } collection => ("AddRange", collection.WithElements(collection.Elements.RemoveAt(0))),
        _ => null,
    };
}
