using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers.Usage;

/// <summary>Reports state that is touched at one place where it must not be, or members there that touch it.</summary>
public abstract class UsePlaceAnalyzer : WholeOperatorAnalyzer
{
    private readonly UsePlace _place;

    private protected UsePlaceAnalyzer(DiagnosticDescriptor rule, UsePlace place)
        : base(rule) => _place = place;

    private protected sealed override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType)
    {
        var calls = CallGraph.Record(context, operatorType);
        return end => Report(end, calls);
    }

    // What constructors and initializers prepare is meant to run later, for whatever key is current then.
    private void Report(OperatorEnd context, CallGraph calls)
    {
        foreach (var use in calls.Uses.Where(use => use.Place == _place && !OperatorMembers.IsKeyless(use.User)))
        {
            if (StateUses.Describe(use, calls) is { } state)
                context.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state));
        }
    }
}
