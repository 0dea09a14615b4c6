using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;

namespace StateGen.Analyzers.SG2000;

/// <summary>Represents a rule about the code of operators. One instance serves all compilations concurrently and therefore has no mutable state.</summary>
internal abstract class OperatorCodeRule(DiagnosticDescriptor rule)
{
    public DiagnosticDescriptor Rule => rule;

    /// <summary>
    /// Gets the action that analyzes every call in the compilation, for code that belongs to an operator but is elsewhere; null if the rule needs none.
    /// </summary>
    public virtual Action<OperationAnalysisContext>? LookAtCall => null;

    /// <summary>Registers the actions for one operator.</summary>
    /// <param name="context">The start of the operator. Actions registered here receive its members, including nested types and lambdas.</param>
    /// <param name="code">The code of the operator, which is complete at its end.</param>
    /// <returns>The action to run at the end of the operator; null if there is none.</returns>
    public abstract Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code);
}

/// <summary>Represents a rule about the code of operators that can report a mistake at once, without knowledge of the other members.</summary>
internal abstract class LocalRule(DiagnosticDescriptor rule) : OperatorCodeRule(rule)
{
    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        Register(context);
        return null;
    }

    /// <summary>Registers the actions for one operator, which report at once.</summary>
    protected abstract void Register(OperatorStart context);
}

/// <summary>Represents a rule about the flow of values through the code of operators that reports a mistake at once.</summary>
internal abstract class FlowRule(DiagnosticDescriptor rule) : OperatorCodeRule(rule)
{
    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => null;

    /// <summary>The mistakes in a member.</summary>
    /// <param name="flow">The flow of values through the member.</param>
    public abstract IEnumerable<Diagnostic> Find(MemberFlow flow);
}

/// <summary>Represents a rule that reports operations in the code that callbacks run: in the callbacks themselves and in members that they use.</summary>
internal abstract class CallbackOperationRule : OperatorCodeRule
{
    private readonly ImmutableArray<OperationKind> _kinds;

    protected CallbackOperationRule(DiagnosticDescriptor rule, params OperationKind[] kinds)
        : base(rule) => _kinds = [.. kinds];

    /// <summary>The message arguments for an operation; null if nothing is wrong with it.</summary>
    /// <param name="operation">An operation of the requested kinds, anywhere in an operator.</param>
    protected abstract object?[]? Find(IOperation operation);

    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var found = new ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)>();
        context.RegisterOperationAction(operation => Collect(operation, found), _kinds);
        return end => Report(end, code.Calls, found);
    }

    /// <summary>The diagnostic for an operation; null if nothing is wrong with it.</summary>
    protected Diagnostic? Describe(IOperation operation) => Find(operation) is { } arguments && !OperationContext.IsInName(operation)
        ? Diagnostic.Create(Rule, operation.Syntax.GetLocation(), arguments)
        : null;

    private void Collect(CodeOperation context, ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)> found)
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
