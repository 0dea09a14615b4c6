using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Finds out when and where a use runs, from the functions around it: the innermost that leaves the record decides.</summary>
internal static class ExecutionContextClassifier
{
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

        return member is IMethodSymbol { IsAsync: true } method && !OperatorMembers.IsCallback(method) && IsAfterAwait(use, root) ? ExecutionContextKind.AfterAwait : ExecutionContextKind.InPlace;
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

    private static bool IsAfterAwait(IOperation use, IOperation function) => Awaits.In(function).Any(await => Awaits.IsBefore(await, use, function));
}

/// <summary>When and where the code around a use runs.</summary>
internal enum ExecutionContextKind
{
    /// <summary>With the member that contains it, or with what that member calls meanwhile.</summary>
    InPlace,

    /// <summary>After an await, so after the record.</summary>
    AfterAwait,

    /// <summary>In a delegate that another thread runs.</summary>
    OtherThread,

    /// <summary>In a delegate that is kept and may run for another record.</summary>
    Escaping,
}

/// <summary>What a function awaits, and what may run after that.</summary>
internal static class Awaits
{
    /// <summary>Everything that a function itself awaits: expressions, loops over what comes later, and objects that are disposed later.</summary>
    public static IEnumerable<IOperation> In(IOperation function) => function.Descendants()
        .Where(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true })
        .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest && (nearest is null || nearest == function));

    /// <summary>Whether a use may run after an await: later in the source, in a loop that awaits, or as the target of what is awaited.</summary>
    public static bool IsBefore(IOperation await, IOperation use, IOperation function) =>
        (EndOf(await) <= use.Syntax.SpanStart && !Branches.Part(await, use)) || IsInLoopWith(use, await, function) || IsTargetOf(use, await);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static int EndOf(IOperation await) => await is IForEachLoopOperation loop ? loop.Collection.Syntax.Span.End : await.Syntax.Span.End;

    private static bool IsInLoopWith(IOperation use, IOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => loop.Body.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}

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
