using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;

namespace StateGen.Analyzers.SG2000;

/// <summary>A rule about the code of operators. One instance serves all compilations at once, so it keeps nothing.</summary>
internal abstract class OperatorCodeRule(DiagnosticDescriptor rule)
{
    public DiagnosticDescriptor Rule => rule;

    /// <summary>Looks at every call in the compilation, for what belongs to operators and stands elsewhere; null for no such rule.</summary>
    public virtual Action<OperationAnalysisContext>? LookAtCall => null;

    /// <summary>Registers what is to be looked at in one operator.</summary>
    /// <param name="context">Actions registered here see the members of the operator, nested types and lambdas included.</param>
    /// <param name="operatorType">The operator.</param>
    /// <param name="calls">What the members use; known at the end of the operator.</param>
    /// <returns>What reports at the end of the operator; null where nothing waits for it.</returns>
    public abstract Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls);
}

/// <summary>A rule about the code of operators that sees a mistake where it is made, whatever the other members do.</summary>
internal abstract class LocalRule(DiagnosticDescriptor rule) : OperatorCodeRule(rule)
{
    public sealed override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls)
    {
        Register(context);
        return null;
    }

    /// <summary>Registers what is to be looked at in one operator and reported at once.</summary>
    protected abstract void Register(SymbolStartAnalysisContext context);
}

/// <summary>Reports operations in what callbacks run: in the callbacks, and in members that they use.</summary>
internal abstract class CallbackOperationRule : OperatorCodeRule
{
    private readonly ImmutableArray<OperationKind> _kinds;

    protected CallbackOperationRule(DiagnosticDescriptor rule, params OperationKind[] kinds)
        : base(rule) => _kinds = [.. kinds];

    /// <summary>The arguments of the message about an operation; null where nothing is wrong with it.</summary>
    /// <param name="operation">An operation of the kinds that were asked for, somewhere in an operator.</param>
    protected abstract object?[]? Find(IOperation operation);

    public sealed override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls)
    {
        var found = new ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)>();
        context.RegisterOperationAction(operation => Collect(operation, found), _kinds);
        return end => Report(end, calls, found);
    }

    /// <summary>What is reported about an operation; null where nothing is wrong with it.</summary>
    protected Diagnostic? Describe(IOperation operation) =>
        Find(operation) is { } arguments && !OperationContext.IsInName(operation) ? Diagnostic.Create(Rule, operation.Syntax.GetLocation(), arguments) : null;

    private void Collect(OperationAnalysisContext context, ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)> found)
    {
        if (Describe(context.Operation) is { } diagnostic)
            found.Add((CallGraph.MemberOf(context.ContainingSymbol), diagnostic));
    }

    private static void Report(OperatorEnd context, CallGraph calls, ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)> found)
    {
        if (found.IsEmpty)
            return;
        var run = calls.FindRunByCallbacks();
        foreach (var (_, diagnostic) in found.Where(entry => run.Contains(entry.Member)))
            context.ReportDiagnostic(diagnostic);
    }
}
