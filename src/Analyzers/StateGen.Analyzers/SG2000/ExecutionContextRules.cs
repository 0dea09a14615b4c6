using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>Reports state that is touched in one execution context in which it must not be, or members used there that touch it.</summary>
internal abstract class ExecutionContextRule : OperatorCodeRule
{
    private readonly ExecutionContextKind _context;

    protected ExecutionContextRule(DiagnosticDescriptor rule, ExecutionContextKind context)
        : base(rule) => _context = context;

    public sealed override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls) => end => Report(end, calls);

    // What constructors and initializers prepare is meant to run later, for whatever key is current then.
    private void Report(OperatorEnd end, CallGraph calls)
    {
        foreach (var use in calls.Uses.Where(use => use.Context == _context && !OperatorMembers.IsKeyless(use.User)))
        {
            if (use.DescribeState(calls) is { } state)
                end.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state));
        }
    }
}

/// <summary>SG2004. Reports state that is touched after an await.</summary>
internal sealed class StateAfterAwaitRule() : ExecutionContextRule(DiagnosticCatalogue.StateAfterAwait, ExecutionContextKind.AfterAwait);

/// <summary>SG2005. Reports state that is touched by a delegate that another thread runs.</summary>
internal sealed class StateOnOtherThreadRule() : ExecutionContextRule(DiagnosticCatalogue.StateOnOtherThread, ExecutionContextKind.OtherThread);

/// <summary>SG2006. Reports state that is touched by a delegate that outlives the callback.</summary>
internal sealed class StateInEscapingDelegateRule() : ExecutionContextRule(DiagnosticCatalogue.StateInEscapingDelegate, ExecutionContextKind.Escaping);
