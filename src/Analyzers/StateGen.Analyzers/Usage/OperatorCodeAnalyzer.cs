using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers.Usage;

/// <summary>
/// Looks at the code of operators: of every class that derives from <c>KeyedOperator</c>, marked or not, because base classes may hold logic. Other code
/// costs it one look at the bases of each class.
/// </summary>
public abstract class OperatorCodeAnalyzer : RuleAnalyzer
{
    private protected OperatorCodeAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    /// <summary>Registers what is to be looked at in one operator.</summary>
    /// <param name="context">Actions registered here see the members of the operator, nested types and lambdas included.</param>
    /// <param name="operatorType">The operator.</param>
    private protected abstract void Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType);

    private protected sealed override void Start(CompilationStartAnalysisContext context) => context.RegisterSymbolStartAction(StartType, SymbolKind.NamedType);

    private void StartType(SymbolStartAnalysisContext context)
    {
        if (OperatorMembers.IsOperatorCode(context.Symbol))
            Register(context, (INamedTypeSymbol)context.Symbol);
    }
}
