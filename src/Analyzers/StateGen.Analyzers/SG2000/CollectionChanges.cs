using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;

namespace StateGen.Analyzers.SG2000;

/// <summary>What changes the collection states of an operator, at once or through its members.</summary>
/// <param name="calls">Which members use which.</param>
/// <param name="changes">Every change, with the member whose code it is in.</param>
internal sealed class CollectionChanges(CallGraph calls, IEnumerable<(ISymbol Member, IOperation Change)> changes)
{
    /// <summary>Whether an operation changes a state, or calls a method of the operator that does.</summary>
    public bool Contain(IOperation operation, IPropertySymbol state) =>
        CollectionUse.Changes(operation, state) || (operation is IInvocationOperation { TargetMethod: var method } && IsChangedBy(CallGraph.MemberOf(method), state));

    private bool IsChangedBy(ISymbol method, IPropertySymbol state)
    {
        var run = calls.FindUsedBy([method]);
        return changes.Any(change => run.Contains(change.Member) && CollectionUse.Changes(change.Change, state));
    }
}
