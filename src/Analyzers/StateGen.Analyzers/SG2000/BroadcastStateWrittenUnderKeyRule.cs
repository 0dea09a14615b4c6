using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2016. Reports writes of broadcast state in callbacks that have a key, and in the members that they call.</summary>
internal sealed class BroadcastStateWrittenUnderKeyRule() : OperatorCodeRule(DiagnosticCatalogue.BroadcastStateWrittenUnderKey)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var writes = new ConcurrentBag<(ISymbol Member, IPropertySymbol State, SyntaxNode Place)>();
        context.RegisterOperationAction(operation => Add(operation, writes), OperationKind.PropertyReference, OperationKind.Invocation);
        return end => Report(end, code, writes);
    }

    // A lambda may run at another time, so a write in it is not certain to be one under a key.
    private static void Add(CodeOperation context, ConcurrentBag<(ISymbol Member, IPropertySymbol State, SyntaxNode Place)> writes)
    {
        var around = context.Around;
        if (!around.IsInName && !around.Lambdas.Any() && FindWritten(context.Operation) is { } state)
            writes.Add((around.LocalFunction?.Symbol.OriginalDefinition ?? CallGraph.MemberOf(context.ContainingSymbol), state, context.Operation.Syntax));
    }

    private static IPropertySymbol? FindWritten(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true } entry when IsAssigned(entry) => StateOf(entry.Instance),
        IInvocationOperation { TargetMethod: { Name: "Remove" or "Clear", ContainingType: var type } } call when KnownTypes.IsBroadcastState(type) =>
            StateOf(call.Instance),
        _ => null,
    };

    private static bool IsAssigned(IPropertyReferenceOperation entry) =>
        (entry.Parent is IAssignmentOperation assignment && assignment.Target == entry) || entry.Parent is IIncrementOrDecrementOperation;

    private static IPropertySymbol? StateOf(IOperation? handle) =>
        handle is IPropertyReferenceOperation { Property: var property } && OperatorMembers.IsState(property) && OperatorMembers.IsBroadcastState(property)
            ? property
            : null;

    private void Report(OperatorEnd end, OperatorCode code, ConcurrentBag<(ISymbol Member, IPropertySymbol State, SyntaxNode Place)> writes)
    {
        if (writes.IsEmpty)
            return;
        var keyed = code.Calls.FindUsedBy(code.Type.GetMembers().Where(member => code.IsEntry(member) && !OperatorMembers.IsBroadcastCallback(member)));
        foreach (var (member, state, place) in writes.Where(write => keyed.Contains(write.Member)))
            end.ReportDiagnostic(Diagnostic.Create(Rule, place.GetLocation(), state.Name, member.Name));
    }
}
