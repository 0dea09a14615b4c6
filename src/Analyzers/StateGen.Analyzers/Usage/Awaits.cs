using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Usage;

/// <summary>What a function awaits, and what may run after that.</summary>
internal static class Awaits
{
    /// <summary>Everything that a function itself awaits: expressions, loops over what comes later, and objects that are disposed later.</summary>
    public static IEnumerable<IOperation> In(IOperation function) => function.Descendants()
        .Where(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true })
        .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest && (nearest is null || nearest == function));

    /// <summary>Whether a use may run after an await: later in the source, in a loop that awaits, or as the target of what is awaited.</summary>
    public static bool IsBefore(IOperation await, IOperation use, IOperation function) =>
        (EndOf(await) <= use.Syntax.SpanStart && !IsElsewhere(await, use)) || IsInLoopWith(use, await, function) || IsTargetOf(use, await);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static int EndOf(IOperation await) => await is IForEachLoopOperation loop ? loop.Collection.Syntax.Span.End : await.Syntax.Span.End;

    // In another branch than the use, or in one that returns or throws before it comes to the use.
    private static bool IsElsewhere(IOperation await, IOperation use)
    {
        var around = OperationContext.AncestorsOf(await).Prepend(await).TakeWhile(ancestor => !Contains(ancestor, use)).ToArray();
        return around.Length > 0 && (IsOtherBranch(around[around.Length - 1]) || (around.Any(Leaves) && !around.Any(IsHandled)));
    }

    private static bool Contains(IOperation operation, IOperation use) => operation.Syntax.Span.Contains(use.Syntax.Span);

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

    private static bool IsInLoopWith(IOperation use, IOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => loop.Body.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}
