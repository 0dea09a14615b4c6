using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Where code goes, as far as its branches show.</summary>
internal static class Branches
{
    /// <summary>Whether what stands later in the source cannot run after what stands earlier: it is in another branch, or what is earlier returns or throws before.</summary>
    public static bool Part(IOperation earlier, IOperation later)
    {
        var around = OperationContext.AncestorsOf(earlier).Prepend(earlier).TakeWhile(ancestor => !ancestor.Syntax.Span.Contains(later.Syntax.Span)).ToArray();
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

    // What fails in a try goes on after it.
    private static bool IsHandled(IOperation operation) => operation.Parent is ITryOperation;
}
