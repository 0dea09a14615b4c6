using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing.RoundTrip;

/// <summary>
/// Follows a parameter or variable from one mention to the place where its value ends up, judging by the syntax. A value passes through parentheses, casts,
/// <c>??</c>, the branches of <c>?:</c>, tuples, and calls that have no further effect when they are repeated.
/// </summary>
internal static class ValueFlow
{
    // Methods of the value. Calling one again on its own result changes nothing.
    private static readonly HashSet<string> RepeatableOnValue = new(StringComparer.Ordinal)
    {
        "ToArray", "ToList", "ToHashSet", "ToImmutableArray", "ToImmutableList", "ToImmutableHashSet", "ToImmutableSortedSet",
        "ToImmutableDictionary", "ToImmutableSortedDictionary", "ToFrozenSet", "ToFrozenDictionary", "AsReadOnly", "AsMemory",
        "Trim", "TrimStart", "TrimEnd", "ToUpperInvariant", "ToLowerInvariant", "ToUniversalTime", "GetValueOrDefault",
    };

    // Methods of Math or of the number's type that take the value as an argument. Calling one again on its own result changes nothing.
    private static readonly HashSet<string> RepeatableWithArgument = new(StringComparer.Ordinal)
    {
        "Abs", "Min", "Max", "Clamp", "Round", "Floor", "Ceiling", "Truncate",
    };

    /// <summary>Finds the place where a mention of a value ends up; null if the value is only inspected.</summary>
    public static FlowEnd? Follow(SyntaxNode mention)
    {
        var isChanged = false;
        for (var (node, outer) = (mention, mention.Parent); outer is not null; (node, outer) = (outer, outer.Parent))
        {
            if (IsOnlyLookedAt(node, outer))
                return null;
            if (FindEnd(node, outer, isChanged) is { } end)
                return end;
            isChanged |= outer is ExpressionSyntax && !Passes(node, outer);
        }
        return null;
    }

    private static bool IsOnlyLookedAt(SyntaxNode node, SyntaxNode outer) => outer switch
    {
        StatementSyntax => outer is not ReturnStatementSyntax,
        ThrowExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
        ConditionalExpressionSyntax conditional => conditional.Condition == node,
        SwitchExpressionSyntax choice => choice.GoverningExpression == node,
        WhenClauseSyntax or PatternSyntax => true,
        _ => false,
    };

    private static FlowEnd? FindEnd(SyntaxNode node, SyntaxNode outer, bool isChanged) => outer switch
    {
        AssignmentExpressionSyntax assignment => EndOf(assignment, node, isChanged),
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } argument when FindTargets(tuple) is { } targets =>
            tuple.Arguments.IndexOf(argument) is var index && index < targets.Arguments.Count
                ? new(NameOf(targets.Arguments[index].Expression), argument, isChanged)
                : null,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => new(NameOf(node), outer, IsChanged: true),
        ArgumentSyntax { Parent.Parent: ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax } => new(null, outer, isChanged),
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax when IsStep(outer) => new(NameOf(node), outer, IsChanged: true),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => new(variable.Identifier.ValueText, variable, isChanged),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => new(property.Identifier.ValueText, property, isChanged),
        ReturnStatementSyntax or ArrowExpressionClauseSyntax => new(null, outer, isChanged),
        _ => null,
    };

    private static TupleExpressionSyntax? FindTargets(TupleExpressionSyntax values) =>
        values.Parent is AssignmentExpressionSyntax { Left: TupleExpressionSyntax targets } assignment && assignment.Right == values ? targets : null;

    private static FlowEnd EndOf(AssignmentExpressionSyntax assignment, SyntaxNode node, bool isChanged)
    {
        var isPlain = assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression);
        return new(NameOf(assignment.Left), assignment, assignment.Left == node ? !isPlain : isChanged || !isPlain);
    }

    private static bool Passes(SyntaxNode node, SyntaxNode outer) => outer switch
    {
        ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax or TupleExpressionSyntax => true,
        PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression),
        CollectionExpressionSyntax { Elements.Count: 1 } => node is SpreadElementSyntax,
        MemberAccessExpressionSyntax member => member.Expression == node
            && member.Parent is InvocationExpressionSyntax
            && RepeatableOnValue.Contains(member.Name.Identifier.ValueText),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } =>
            called == node || RepeatableWithArgument.Contains(called.Name.Identifier.ValueText),
        _ => false,
    };

    private static bool IsStep(SyntaxNode node) => (SyntaxKind)node.RawKind
        is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression;

    private static string? NameOf(SyntaxNode target) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } member => member.Name.Identifier.ValueText,
        _ => null,
    };
}

/// <summary>The place where a value ends up.</summary>
/// <param name="Target">
/// The variable or member to which the value is assigned; null if the value is returned, is passed to another constructor, or goes elsewhere.
/// </param>
/// <param name="Node">The node that receives the value: an assignment, a declaration or an argument.</param>
/// <param name="IsChanged">true if the value was changed on the way, so that repeating the change may change it again; otherwise, false.</param>
internal sealed record FlowEnd(string? Target, SyntaxNode Node, bool IsChanged);
