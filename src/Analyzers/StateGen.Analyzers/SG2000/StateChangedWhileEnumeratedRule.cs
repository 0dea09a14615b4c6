using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2009. Reports loops over a map or list state that change it and continue.</summary>
internal sealed class StateChangedWhileEnumeratedRule() : OperatorCodeRule(DiagnosticCatalogue.StateChangedWhileEnumerated)
{
    public override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls)
    {
        var loops = new ConcurrentBag<IForEachLoopOperation>();
        var changes = new ConcurrentBag<(ISymbol Member, IOperation Change)>();
        context.RegisterOperationAction(loop => Collect(loop.Operation, loops), OperationKind.Loop);
        context.RegisterOperationAction(change => Collect(change, changes), Mutation.Kinds);
        return end => Report(end, loops, new CollectionChanges(calls, changes));
    }

    private static void Collect(IOperation operation, ConcurrentBag<IForEachLoopOperation> loops)
    {
        if (operation is IForEachLoopOperation loop && CollectionUse.FindStreamed(loop.Collection) is not null)
            loops.Add(loop);
    }

    private static void Collect(OperationAnalysisContext context, ConcurrentBag<(ISymbol Member, IOperation Change)> changes)
    {
        if (CollectionUse.IsChange(context.Operation))
            changes.Add((CallGraph.MemberOf(context.ContainingSymbol), context.Operation));
    }

    private void Report(OperatorEnd context, ConcurrentBag<IForEachLoopOperation> loops, CollectionChanges changes)
    {
        foreach (var loop in loops)
        {
            var state = CollectionUse.FindStreamed(loop.Collection)!;
            var changed = loop.Body.DescendantsAndSelf().Where(operation => changes.Contain(operation, state) && !IsLast(operation, loop)).ToArray();
            if (changed.Length == 0)
                continue;
            var locations = changed.Select(change => change.Syntax.GetLocation());
            context.ReportDiagnostic(Diagnostic.Create(Rule, loop.Collection.Syntax.GetLocation(), locations, state.Name));
        }
    }

    // A change is harmless if the code leaves the loop after it.
    private static bool IsLast(IOperation change, IForEachLoopOperation loop) => OperationContext.AncestorsOf(change)
        .TakeWhile(ancestor => ancestor != loop).OfType<IBlockOperation>()
        .Any(block => block.Operations.Any(statement => statement.Syntax.SpanStart > change.Syntax.SpanStart && Leaves(statement, loop)));

    private static bool Leaves(IOperation statement, IForEachLoopOperation loop) => statement switch
    {
        IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBranchOperation { BranchKind: BranchKind.Break } branch => branch.GetCorrespondingOperation() == loop, // Not the break of an inner loop or switch.
        _ => false,
    };
}

/// <summary>Finds the operations that change the collection states of an operator, directly or through its members.</summary>
/// <param name="calls">The uses of members in other members.</param>
/// <param name="changes">Every change, with the member whose code contains it.</param>
internal sealed class CollectionChanges(CallGraph calls, IEnumerable<(ISymbol Member, IOperation Change)> changes)
{
    /// <summary>Indicates whether an operation changes a state, or calls a method of the operator that does.</summary>
    public bool Contain(IOperation operation, IPropertySymbol state) =>
        CollectionUse.Changes(operation, state)
        || (operation is IInvocationOperation { TargetMethod: var method } && IsChangedBy(CallGraph.MemberOf(method), state));

    private bool IsChangedBy(ISymbol method, IPropertySymbol state)
    {
        var run = calls.FindUsedBy([method]);
        return changes.Any(change => run.Contains(change.Member) && CollectionUse.Changes(change.Change, state));
    }
}
