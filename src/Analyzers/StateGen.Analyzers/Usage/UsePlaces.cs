using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Usage;

/// <summary>Finds out when and where a use runs, from the functions around it: the innermost that leaves the record decides.</summary>
internal static class UsePlaces
{
    /// <param name="use">The use.</param>
    /// <param name="member">The member that contains it.</param>
    public static UsePlace Of(IOperation use, ISymbol member)
    {
        var root = use;
        foreach (var ancestor in OperationContext.AncestorsOf(use))
        {
            root = ancestor;
            if (PlaceIn(ancestor, use) is var place and not UsePlace.InPlace)
                return place;
        }

        return member is IMethodSymbol { IsAsync: true } method && !OperatorMembers.IsCallback(method) && IsAfterAwait(use, root) ? UsePlace.AfterAwait : UsePlace.InPlace;
    }

    private static UsePlace PlaceIn(IOperation ancestor, IOperation use) => ancestor switch
    {
        IAnonymousFunctionOperation function => PlaceIn(function, function.Symbol, use, [function]),
        ILocalFunctionOperation function => PlaceIn(function, function.Symbol, use, FindReferences(function)),
        _ => UsePlace.InPlace,
    };

    private static UsePlace PlaceIn(IOperation function, IMethodSymbol symbol, IOperation use, IEnumerable<IOperation> delegates)
    {
        var goals = delegates.Select(DelegateGoal.Of).ToList();
        if (goals.Contains(UsePlace.OtherThread))
            return UsePlace.OtherThread;
        if (symbol.IsAsync && IsAfterAwait(use, function))
            return UsePlace.AfterAwait;
        return goals.Contains(UsePlace.Kept) ? UsePlace.Kept : UsePlace.InPlace;
    }

    private static IEnumerable<IOperation> FindReferences(ILocalFunctionOperation function) => OperationContext.RootOf(function).Descendants()
        .OfType<IMethodReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Method, function.Symbol));

    // Later in the source, in a loop that awaits, or the target of what is awaited.
    private static bool IsAfterAwait(IOperation use, IOperation function) => AwaitsOf(function).Any(await =>
        await.Syntax.Span.End <= use.Syntax.SpanStart || IsInLoopWith(use, await, function) || IsTargetOf(use, await));

    private static IEnumerable<IAwaitOperation> AwaitsOf(IOperation function) => function.Descendants().OfType<IAwaitOperation>()
        .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest && (nearest is null || nearest == function));

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static bool IsInLoopWith(IOperation use, IAwaitOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => loop.Body.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IAwaitOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}
