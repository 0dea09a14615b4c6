using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Reports accesses to state in one execution context where state must not be accessed, and uses of members that access state there.
/// </summary>
internal abstract class ExecutionContextRule : OperatorCodeRule
{
    private readonly ExecutionContextKind _context;

    protected ExecutionContextRule(DiagnosticDescriptor rule, ExecutionContextKind context)
        : base(rule) => _context = context;

    public sealed override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls) =>
        end => Report(end, calls);

    // Delegates that constructors and initializers create are meant to run later, for the key that is current then.
    private void Report(OperatorEnd end, CallGraph calls)
    {
        foreach (var use in calls.Uses.Where(use => use.Context == _context && !OperatorMembers.IsKeyless(use.User)))
        {
            if (use.DescribeState(calls) is { } state)
                end.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state));
        }
    }
}

/// <summary>SG2004. Reports accesses to state after an await.</summary>
internal sealed class StateAfterAwaitRule() : ExecutionContextRule(DiagnosticCatalogue.StateAfterAwait, ExecutionContextKind.AfterAwait);

/// <summary>SG2005. Reports accesses to state in a delegate that runs on another thread.</summary>
internal sealed class StateOnOtherThreadRule() : ExecutionContextRule(DiagnosticCatalogue.StateOnOtherThread, ExecutionContextKind.OtherThread);

/// <summary>SG2006. Reports accesses to state in a delegate that outlives the callback.</summary>
internal sealed class StateInEscapingDelegateRule() : ExecutionContextRule(DiagnosticCatalogue.StateInEscapingDelegate, ExecutionContextKind.Escaping);
