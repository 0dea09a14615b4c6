using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.CodeFixes.SG3000;

/// <summary>What uses of an immutable collection in a value state become when the state is a list or map state.</summary>
internal static class CollectionUseSyntax
{
    private const string List = "ListState";

    /// <summary>What is replaced and by what; null where a use has no counterpart.</summary>
    public static (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use, string kind)
    {
        var state = StateOf(use);
        var value = ValueOf(state);
        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == value => FindChange(assignment, kind),
            ForEachStatementSyntax loop when loop.Expression == value => (value, state),
            SpreadElementSyntax { Parent: CollectionExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } } when IsOf(assignment, state) => FindChange(assignment, kind),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } } member when member.Expression == value && IsOf(assignment, state) => FindChange(assignment, kind),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" or "ContainsKey" or "GetValueOrDefault", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: < 3 } } member when member.Expression == value && kind != List => (value, state),
            _ => null,
        };
    }

    /// <summary>A state with what stands before it: <c>this</c>, or nothing.</summary>
    public static ExpressionSyntax StateOf(IdentifierNameSyntax use) => use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == use ? access : use;

    /// <summary>The state, or what stands for it where it is null: <c>(State ?? [])</c>, <c>(State ??= [])</c>.</summary>
    public static ExpressionSyntax ValueOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ParenthesizedExpressionSyntax parenthesized => ValueOf(parenthesized),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => ValueOf(suppressed),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: var fallback } coalesce when coalesce.Left == expression && IsEmpty(fallback) => ValueOf(coalesce),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression, Right: var fallback } coalesce when coalesce.Left == expression && IsEmpty(fallback) => ValueOf(coalesce),
        _ => expression,
    };

    /// <summary>Whether an expression makes a collection without elements.</summary>
    public static bool IsEmpty(ExpressionSyntax expression) => expression is CollectionExpressionSyntax { Elements.Count: 0 } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" }
        or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };

    private static bool IsOf(AssignmentExpressionSyntax assignment, ExpressionSyntax state) => SyntaxFactory.AreEquivalent(assignment.Left, state);

    private static (SyntaxNode Old, SyntaxNode? New)? FindChange(AssignmentExpressionSyntax assignment, string kind) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsStatement(assignment) && Change(assignment.Left.WithoutTrivia().ToString(), assignment, kind) is { } change
            ? (assignment, SyntaxFactory.ParseExpression(change))
            : null;

    /// <summary>Whether nothing uses the value of an expression.</summary>
    public static bool IsStatement(ExpressionSyntax expression) =>
        expression.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } };

    private static string? Change(string state, AssignmentExpressionSyntax assignment, string kind) => assignment.Right switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => $"{state}.Clear()",
        CollectionExpressionSyntax { Elements.Count: 0 } => $"{state}.Clear()",
        CollectionExpressionSyntax { Elements: [SpreadElementSyntax { Expression: var first }, ExpressionElementSyntax { Expression: var element }] } when kind == List && Begins(first, assignment) => $"{state}.Add({element})",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var first, Name.Identifier.ValueText: var method }, ArgumentList.Arguments: var arguments } when Begins(first, assignment) => (kind, method, arguments.Count) switch
        {
            (List, "Add", 1) => $"{state}.Add({arguments[0]})",
            (not List, "SetItem", 2) => $"{state}[{arguments[0]}] = {arguments[1]}",
            (not List, "Remove", 1) => $"{state}.Remove({arguments[0]})",
            _ => null,
        },
        _ => null,
    };

    // Whether an expression is the state, or what stands for it where it is null.
    private static bool Begins(ExpressionSyntax expression, AssignmentExpressionSyntax assignment) =>
        expression.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(part => IsOf(assignment, part) && ValueOf(part) == expression);
}
