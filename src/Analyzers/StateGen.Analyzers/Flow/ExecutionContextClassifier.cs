using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// Determines when and where a use runs, from the functions that contain it. The innermost function that does not run in place determines the result.
/// </summary>
internal static class ExecutionContextClassifier
{
    /// <summary>Classifies a use.</summary>
    /// <param name="use">The use.</param>
    /// <param name="member">The member that contains it.</param>
    public static ExecutionContextKind Of(IOperation use, ISymbol member)
    {
        var root = use;
        foreach (var ancestor in OperationContext.AncestorsOf(use))
        {
            root = ancestor;
            if (ClassifyIn(ancestor, use) is var context and not ExecutionContextKind.InPlace)
                return context;
        }

        return member is IMethodSymbol { IsAsync: true } method && !OperatorMembers.IsCallback(method) && IsAfterAwait(use, root)
            ? ExecutionContextKind.AfterAwait
            : ExecutionContextKind.InPlace;
    }

    private static ExecutionContextKind ClassifyIn(IOperation ancestor, IOperation use) => ancestor switch
    {
        IAnonymousFunctionOperation function => ClassifyIn(function, function.Symbol, use, [function]),
        ILocalFunctionOperation function => ClassifyIn(function, function.Symbol, use, FindReferences(function)),
        _ => ExecutionContextKind.InPlace,
    };

    private static ExecutionContextKind ClassifyIn(IOperation function, IMethodSymbol symbol, IOperation use, IEnumerable<IOperation> delegates)
    {
        var escapes = delegates.Select(DelegateEscape.Of).ToList();
        if (escapes.Contains(ExecutionContextKind.OtherThread))
            return ExecutionContextKind.OtherThread;
        if (symbol.IsAsync && IsAfterAwait(use, function))
            return ExecutionContextKind.AfterAwait;
        return escapes.Contains(ExecutionContextKind.Escaping) ? ExecutionContextKind.Escaping : ExecutionContextKind.InPlace;
    }

    private static IEnumerable<IOperation> FindReferences(ILocalFunctionOperation function) => OperationContext.RootOf(function).Descendants()
        .OfType<IMethodReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Method, function.Symbol));

    private static bool IsAfterAwait(IOperation use, IOperation function) =>
        Awaits.In(function).Any(await => Awaits.IsBefore(await, use, function));
}

/// <summary>Specifies when and where the code that contains a use runs.</summary>
internal enum ExecutionContextKind
{
    /// <summary>While the containing member runs.</summary>
    InPlace,

    /// <summary>After an await, when the callback for the record may already have returned.</summary>
    AfterAwait,

    /// <summary>In a delegate that runs on another thread.</summary>
    OtherThread,

    /// <summary>In a delegate that is kept and may run for another record.</summary>
    Escaping,
}

/// <summary>Finds the awaits of a function and the code that may run after them.</summary>
internal static class Awaits
{
    /// <summary>Finds everything that a function itself awaits: await expressions, asynchronous loops and asynchronous disposals.</summary>
    public static IEnumerable<IOperation> In(IOperation function) => function.Descendants()
        .Where(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true })
        .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest
            && (nearest is null || nearest == function));

    /// <summary>
    /// Indicates whether a use may run after an await: later in the source, in a loop that awaits, or as the target of an assignment of the awaited value.
    /// </summary>
    public static bool IsBefore(IOperation await, IOperation use, IOperation function) =>
        (EndOf(await) <= use.Syntax.SpanStart && !Branches.Part(await, use)) || IsInLoopWith(use, await, function) || IsTargetOf(use, await);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static int EndOf(IOperation await) => await is IForEachLoopOperation loop ? loop.Collection.Syntax.Span.End : await.Syntax.Span.End;

    private static bool IsInLoopWith(IOperation use, IOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => loop.Body.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}

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
