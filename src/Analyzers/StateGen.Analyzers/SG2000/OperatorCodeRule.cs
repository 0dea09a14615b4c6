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
