using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2012. Appends to a list state instead of replacing it by its own elements and more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ListStateRewrittenCodeFixProvider))]
[Shared]
public sealed class ListStateRewrittenCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.ListStateRewritten)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Append with Add or AddRange";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments: [{ Expression: var elements }] } call
            && call.Expression is MemberAccessExpressionSyntax access && FindMore(elements) is var (method, more)
                ? new Action<DocumentEditor>(editor => editor.ReplaceNode(call, (_, _) => Append(access, method, more).WithTriviaFrom(call)))
                : null);

    private static InvocationExpressionSyntax Append(MemberAccessExpressionSyntax access, string method, ExpressionSyntax more) =>
        SyntaxFactory.InvocationExpression(
            access.WithName(SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(more.WithoutTrivia()))));

    // The elements after those of the list, and the method that appends them.
    private static (string Method, ExpressionSyntax More)? FindMore(ExpressionSyntax elements) => elements switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call, ArgumentList.Arguments: [{ Expression: var more }] }
            when call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax => call.Name.Identifier.ValueText switch
            {
                "Append" => ("Add", more),
                "Concat" => ("AddRange", more),
                _ => null,
            },
        CollectionExpressionSyntax { Elements: [_, ExpressionElementSyntax { Expression: var element }] } => ("Add", element),
        CollectionExpressionSyntax { Elements: [_, SpreadElementSyntax { Expression: var more }] } => ("AddRange", more),
        CollectionExpressionSyntax { Elements.Count: > 2 } collection => ("AddRange", collection.WithElements(collection.Elements.RemoveAt(0))),
        _ => null,
    };
}
