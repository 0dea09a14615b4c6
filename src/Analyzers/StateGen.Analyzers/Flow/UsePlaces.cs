using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

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

    private static bool IsAfterAwait(IOperation use, IOperation function) => Awaits.In(function).Any(await => Awaits.IsBefore(await, use, function));
}
