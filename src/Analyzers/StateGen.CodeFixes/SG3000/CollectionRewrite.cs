using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Analyzers.SG3000;
using StateGen.CodeFixes.SG1000;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;
using StateGen.Schemas;

namespace StateGen.CodeFixes.SG3000;

/// <summary>Converts a value state that is a collection to a list or map state.</summary>
/// <param name="Handle">The name of the new type, without type arguments.</param>
/// <param name="Changed">The schema name of the collection kind if code changes the collection in place; null if the collection is immutable.</param>
internal sealed record CollectionRewrite(string Handle, string? Changed)
{
    /// <summary>The rewrite for a diagnostic; null if there is none.</summary>
    public static async Task<CollectionRewrite?> FindAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Properties.TryGetValue(BackendProperties.CollectionState, out var handle))
            return new(handle!, null);
        var retained = await RetainedValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false);
        return retained is { Type: INamedTypeSymbol type } && !KnownTypes.IsCollection(retained.Property.Type)
            && FindForChanged(type) is { Changed: { } kind } rewrite && AreKept(retained, type, kind, cancellationToken)
            ? rewrite
            : null;
    }

    /// <summary>The rewrite for a list, set or dictionary that code changes in place; null for another type.</summary>
    public static CollectionRewrite? FindForChanged(ITypeSymbol type) =>
        type.MetadataName is "List`1" or "HashSet`1" or "Dictionary`2" && CollectionTypeTable.Find(type) is { SchemaName: var kind }
            ? new(kind == BuiltInTypes.List ? "ListState" : "MapState", kind)
            : null;

    /// <summary>The node of a use to replace, with its replacement; null if the use has no counterpart.</summary>
    public (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use) =>
        (Changed is null ? null : InPlaceUseRewrite.FindCounterpart(use, Changed))
        ?? (Changed == BuiltInTypes.Set ? null : ImmutableUseRewrite.FindCounterpart(use, Handle));

    /// <summary>The type of the new state, with the type arguments of the collection as they are written.</summary>
    public string TypeFor(TypeSyntax written) => written switch
    {
        NullableTypeSyntax nullable => TypeFor(nullable.ElementType),
        QualifiedNameSyntax qualified => TypeFor(qualified.Right),
        GenericNameSyntax { TypeArgumentList.Arguments: var arguments } => $"{Handle}<{arguments}{(Changed == BuiltInTypes.Set ? ", bool" : "")}>",
        _ => Handle,
    };

    /// <summary>
    /// Indicates whether one replaced expression contains another. The replacement contains the other expression in its original form, so both cannot be
    /// replaced.
    /// </summary>
    public static bool AreNested((SyntaxNode Old, SyntaxNode? New)?[] edits)
    {
        var replaced = new HashSet<SyntaxNode>(edits.Select(edit => edit!.Value.Old));
        return replaced.Any(old => old.Ancestors().Any(replaced.Contains));
    }

    /// <summary>Replaces or removes the code of uses, each part once, even if it contains several uses.</summary>
    public static void Apply(DocumentEditor editor, (SyntaxNode Old, SyntaxNode? New)?[] edits)
    {
        foreach (var (old, replacement) in edits.Select(edit => edit!.Value).GroupBy(edit => edit.Old).Select(same => same.First()))
        {
            if (replacement is null)
                editor.RemoveNode(old);
            else
                editor.ReplaceNode(old, replacement.WithTriviaFrom(old));
        }
    }

    // Element types that can be changed in place would be reported again in the new state.
    private static bool AreKept(RetainedValue retained, INamedTypeSymbol collection, string kind, CancellationToken cancellationToken) =>
        (kind == BuiltInTypes.List || retained.CanBe(collection.TypeArguments[0], CodecRole.Key, copied: false, cancellationToken))
        && (kind == BuiltInTypes.Set || retained.CanBe(collection.TypeArguments.Last(), CodecRole.Value, copied: false, cancellationToken));
}

/// <summary>Rewrites the uses of an immutable collection in a value state for a list or map state.</summary>
internal static class ImmutableUseRewrite
{
    private const string List = "ListState";

    /// <summary>The node of a use to replace, with its replacement; null if the use has no counterpart.</summary>
    /// <param name="use">The use.</param>
    /// <param name="kind">The name of the new type, <c>ListState</c> or <c>MapState</c>.</param>
    public static (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use, string kind)
    {
        var state = StateOf(use);
        var value = ValueOf(state);
        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == value => FindChange(assignment, kind),
            ForEachStatementSyntax loop when loop.Expression == value => (value, state),
            SpreadElementSyntax { Parent: CollectionExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } }
                when IsOf(assignment, state) => FindChange(assignment, kind),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } } member
                when member.Expression == value && IsOf(assignment, state) => FindChange(assignment, kind),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: < 3 } } member
                when member.Expression == value && kind != List && IsLookup(member) => (value, state),
            _ => null,
        };
    }

    private static bool IsLookup(MemberAccessExpressionSyntax member) =>
        member.Name.Identifier.ValueText is "TryGetValue" or "ContainsKey" or "GetValueOrDefault";

    /// <summary>The reference to a state, including a preceding <c>this.</c>.</summary>
    public static ExpressionSyntax StateOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == use ? access : use;

    /// <summary>The state together with a fallback for null: <c>(State ?? [])</c>, <c>(State ??= [])</c>.</summary>
    public static ExpressionSyntax ValueOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ParenthesizedExpressionSyntax parenthesized => ValueOf(parenthesized),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => ValueOf(suppressed),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: var fallback } coalesce
            when coalesce.Left == expression && IsEmpty(fallback) => ValueOf(coalesce),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression, Right: var fallback } coalesce
            when coalesce.Left == expression && IsEmpty(fallback) => ValueOf(coalesce),
        _ => expression,
    };

    /// <summary>Indicates whether an expression creates an empty collection.</summary>
    public static bool IsEmpty(ExpressionSyntax expression) => expression is CollectionExpressionSyntax { Elements.Count: 0 }
        or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" }
        or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };

    private static bool IsOf(AssignmentExpressionSyntax assignment, ExpressionSyntax state) => SyntaxFactory.AreEquivalent(assignment.Left, state);

    private static (SyntaxNode Old, SyntaxNode? New)? FindChange(AssignmentExpressionSyntax assignment, string kind) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsStatement(assignment)
        && Change(assignment.Left.WithoutTrivia().ToString(), assignment, kind) is { } change
            ? (assignment, SyntaxFactory.ParseExpression(change))
            : null;

    /// <summary>Indicates whether the value of an expression is unused.</summary>
    public static bool IsStatement(ExpressionSyntax expression) =>
        expression.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax
        {
            Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } },
        };

    private static string? Change(string state, AssignmentExpressionSyntax assignment, string kind) => assignment.Right switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => $"{state}.Clear()",
        CollectionExpressionSyntax { Elements.Count: 0 } => $"{state}.Clear()",
        CollectionExpressionSyntax { Elements: [SpreadElementSyntax { Expression: var first }, ExpressionElementSyntax { Expression: var element }] }
            when kind == List && Begins(first, assignment) => $"{state}.Add({element})",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var first } member, ArgumentList.Arguments: var arguments }
            when Begins(first, assignment) => ChangeByCall(state, kind, member.Name.Identifier.ValueText, arguments),
        _ => null,
    };

    private static string? ChangeByCall(string state, string kind, string method, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        (kind, method, arguments.Count) switch
        {
            (List, "Add", 1) => $"{state}.Add({arguments[0]})",
            (not List, "SetItem", 2) => $"{state}[{arguments[0]}] = {arguments[1]}",
            (not List, "Remove", 1) => $"{state}.Remove({arguments[0]})",
            _ => null,
        };

    // The expression is the state, with or without a fallback for null.
    private static bool Begins(ExpressionSyntax expression, AssignmentExpressionSyntax assignment) =>
        expression.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(part => IsOf(assignment, part) && ValueOf(part) == expression);
}

/// <summary>
/// Rewrites the uses of a collection that code changes in place for a list or map state. A set becomes a map whose values are always true.
/// </summary>
internal static class InPlaceUseRewrite
{
    /// <summary>The node of a use to replace, with its replacement; null if the use has no counterpart. A null replacement removes the node.</summary>
    /// <param name="use">The use.</param>
    /// <param name="kind">The kind of the collection, as schemas name it.</param>
    public static (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use, string kind)
    {
        var state = ImmutableUseRewrite.StateOf(use);
        var value = ImmutableUseRewrite.ValueOf(state);
        return value.Parent switch
        {
            ExpressionStatementSyntax { Parent: BlockSyntax } statement when value is AssignmentExpressionSyntax => (statement, null),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var made } assignment
                when assignment.Left == value && ImmutableUseRewrite.IsStatement(assignment) && IsNothing(made) =>
                    (assignment, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.Clear()")),
            CommonForEachStatementSyntax loop when loop.Expression == value =>
                (value, kind == BuiltInTypes.Set ? SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.Keys") : state),
            ElementAccessExpressionSyntax element when element.Expression == value && kind == BuiltInTypes.Map => (value, state),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member when member.Expression == value =>
                FindCall(call, member, state, kind),
            _ => null,
        };
    }

    private static bool IsNothing(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }
        || ImmutableUseRewrite.IsEmpty(expression);

    private static (SyntaxNode Old, SyntaxNode? New)? FindCall(
        InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, ExpressionSyntax state, string kind) =>
        (kind, member.Name.Identifier.ValueText, call.ArgumentList.Arguments.Count) switch
        {
            (BuiltInTypes.List, "Add" or "AddRange", 1) or (_, "Clear", 0) => (member.Expression, state),
            (BuiltInTypes.Map, "TryGetValue", 2) or (BuiltInTypes.Map, "ContainsKey", 1) or (BuiltInTypes.Map or BuiltInTypes.Set, "Remove", 1) =>
                (member.Expression, state),
            (BuiltInTypes.Set, "Contains", 1) => (member, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}.ContainsKey")),
            (BuiltInTypes.Set, "Add", 1) when ImmutableUseRewrite.IsStatement(call) =>
                (call, SyntaxFactory.ParseExpression($"{state.WithoutTrivia()}[{call.ArgumentList.Arguments[0]}] = true")),
            _ => null,
        };
}
