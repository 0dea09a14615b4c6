using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Analyzes the order of execution from the branches of the code.</summary>
internal static class Branches
{
    /// <summary>
    /// Indicates whether an operation later in the source can never run after an earlier one: they are in different branches, or the code returns or throws
    /// after the earlier one.
    /// </summary>
    public static bool Part(IOperation earlier, IOperation later)
    {
        var around = OperationContext.AncestorsOf(earlier).Prepend(earlier)
            .TakeWhile(ancestor => !ancestor.Syntax.Span.Contains(later.Syntax.Span)).ToArray();
        return around.Length > 0 && (IsOtherBranch(around[around.Length - 1]) || (around.Any(Leaves) && !around.Any(IsHandled)));
    }

    /// <summary>
    /// Indicates whether an expression runs after another one that stands before it or inside it, in the same iteration of a loop around both.
    /// </summary>
    public static bool Follows(SyntaxNode later, SyntaxNode earlier)
    {
        if (later.Span.Contains(earlier.Span))
            return later != earlier;
        return earlier.SpanStart < later.SpanStart && !earlier.Ancestors().TakeWhile(ancestor => !ancestor.Span.Contains(later.Span))
            .Any(branch => IsOtherBranch(branch, later) || LeavesIteration(branch, later));
    }

    private static bool IsOtherBranch(SyntaxNode branch, SyntaxNode later) => branch.Parent switch
    {
        IfStatementSyntax { Else: { } other } => branch != other && other.Span.Contains(later.Span),
        SwitchStatementSyntax or SwitchExpressionSyntax =>
            branch is SwitchExpressionArmSyntax or SwitchSectionSyntax { Statements: not [.., GotoStatementSyntax] } && branch.Parent.Span.Contains(later.Span),
        ConditionalExpressionSyntax condition => branch == condition.WhenTrue && condition.WhenFalse.Span.Contains(later.Span),
        _ => false,
    };

    private static bool LeavesIteration(SyntaxNode branch, SyntaxNode later) =>
        (branch is BlockSyntax { Statements: [.., var last] } ? last : branch) is ContinueStatementSyntax
        && branch.Ancestors().FirstOrDefault(ancestor => ancestor is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax
            or DoStatementSyntax) is { } loop && loop.Span.Contains(later.Span);

    private static bool IsOtherBranch(IOperation branch) => branch.Parent switch
    {
        IConditionalOperation condition => branch != condition.Condition,
        ISwitchOperation or ISwitchExpressionOperation => branch is ISwitchCaseOperation or ISwitchExpressionArmOperation,
        _ => false,
    };

    private static bool Leaves(IOperation operation) => operation switch
    {
        IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation block => block.Operations.LastOrDefault() is { } last && Leaves(last),
        _ => false,
    };

    // After an exception in a try block, execution may continue after the try statement.
    private static bool IsHandled(IOperation operation) => operation.Parent is ITryOperation;
}
