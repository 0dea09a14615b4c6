using Microsoft.CodeAnalysis;
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
