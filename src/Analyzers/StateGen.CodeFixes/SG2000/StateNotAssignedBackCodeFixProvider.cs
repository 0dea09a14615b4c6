using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Analyzers.SG2000;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2007. Assigns a value that was read from state and changed back to the state.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StateNotAssignedBackCodeFixProvider))]
[Shared]
public sealed class StateNotAssignedBackCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.StateNotAssignedBack)
{
    private protected override string TitleOf(Diagnostic diagnostic) => $"Assign back to '{diagnostic.Properties[OperatorCodeProperties.StateName]}'";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var statement = node.FirstAncestorOrSelf<ExpressionStatementSyntax>();
        if (!diagnostic.Properties.TryGetValue(OperatorCodeProperties.StateName, out var state) || statement?.Parent is not BlockSyntax)
            return null;
        if (diagnostic.Properties[OperatorCodeProperties.LocalName] is { } local)
            return editor => editor.InsertAfter(statement, Assign(state!, local, statement));
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return FindEdit(statement, state!, model);
    }

    // The state is read into a variable, which replaces the state in the statement.
    private static Action<DocumentEditor>? FindEdit(ExpressionStatementSyntax statement, string state, SemanticModel model)
    {
        var name = char.ToLowerInvariant(state[0]) + state.Substring(1);
        var reads = statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(identifier => identifier.Identifier.ValueText == state).ToArray();
        if (reads.Length != 1 || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || !model.LookupSymbols(statement.SpanStart, name: name).IsEmpty)
            return null;
        var read = ReadOf(reads[0]);
        return editor =>
        {
            editor.InsertBefore(statement, Statement($"var {name} = {read.WithoutTrivia()};", statement).WithLeadingTrivia(statement.GetLeadingTrivia()));
            editor.InsertAfter(statement, Assign(state, name, statement));
            var changed = statement.ReplaceNode(read, SyntaxFactory.IdentifierName(name).WithTriviaFrom(read));
            editor.ReplaceNode(statement, changed.WithLeadingTrivia(IndentationOf(statement)));
        };
    }

    private static ExpressionSyntax ReadOf(IdentifierNameSyntax state)
    {
        var read = state.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : (ExpressionSyntax)state;
        return read.Parent is PostfixUnaryExpressionSyntax suppressed && suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression) ? suppressed : read;
    }

    private static StatementSyntax Assign(string state, string local, StatementSyntax after) => Statement($"{state} = {local};", after);

    private static StatementSyntax Statement(string text, StatementSyntax beside) =>
        SyntaxFactory.ParseStatement(text).WithLeadingTrivia(IndentationOf(beside)).WithTrailingTrivia(EndOf(beside));

    private static SyntaxTriviaList IndentationOf(StatementSyntax statement) =>
        SyntaxFactory.TriviaList(statement.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));

    // Statements that share a line stay on the same line.
    private static SyntaxTriviaList EndOf(StatementSyntax statement) => SyntaxFactory.TriviaList(statement.GetTrailingTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
}
