using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;

namespace StateGen.Analyzers.SG2000;

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
