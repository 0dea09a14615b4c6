using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Analyzers.Flow;

/// <summary>Finds the statement around an expression: one mistake is reported once, however many expressions of the statement take part in it.</summary>
internal static class Statements
{
    public static SyntaxNode Around(SyntaxNode expression) => expression.FirstAncestorOrSelf<SyntaxNode>(IsStatement) ?? expression;

    private static bool IsStatement(SyntaxNode node) =>
        node is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax or InitializerExpressionSyntax;
}
