using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Schemas;

namespace StateGen.CodeFixes.SG3000;

/// <summary>What uses of a collection that code changes in place become when the state that holds it is a list or map state. A set is a map of values that say nothing.</summary>
internal static class InPlaceUseSyntax
{
    /// <summary>What is replaced and by what; null where a use has no counterpart.</summary>
    /// <param name="use">The use.</param>
    /// <param name="kind">The kind of collection, as schemas name it.</param>
    public static (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use, string kind)
    {
        var state = CollectionUseSyntax.StateOf(use);
        var value = CollectionUseSyntax.ValueOf(state);
        return value.Parent switch
        {
            ExpressionStatementSyntax { Parent: BlockSyntax } statement when value is AssignmentExpressionSyntax => (statement, null),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var made } assignment when assignment.Left == value && CollectionUseSyntax.IsStatement(assignment) && IsNothing(made) =>
                (assignment, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.Clear()")),
            CommonForEachStatementSyntax loop when loop.Expression == value => (value, kind == BuiltInTypes.Set ? SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.Keys") : state),
            ElementAccessExpressionSyntax element when element.Expression == value && kind == BuiltInTypes.Map => (value, state),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member when member.Expression == value => FindCall(call, member, state, kind),
            _ => null,
        };
    }

    private static bool IsNothing(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } || CollectionUseSyntax.IsEmpty(expression);

    private static (SyntaxNode Old, SyntaxNode? New)? FindCall(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, ExpressionSyntax state, string kind) =>
        (kind, member.Name.Identifier.ValueText, call.ArgumentList.Arguments.Count) switch
        {
            (BuiltInTypes.List, "Add" or "AddRange", 1) or (_, "Clear", 0) => (member.Expression, state),
            (BuiltInTypes.Map, "TryGetValue", 2) or (BuiltInTypes.Map, "ContainsKey", 1) or (BuiltInTypes.Map or BuiltInTypes.Set, "Remove", 1) => (member.Expression, state),
            (BuiltInTypes.Set, "Contains", 1) => (member, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.ContainsKey")),
            (BuiltInTypes.Set, "Add", 1) when CollectionUseSyntax.IsStatement(call) => (call, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}[{call.ArgumentList.Arguments[0]}] = true")),
            _ => null,
        };
}
