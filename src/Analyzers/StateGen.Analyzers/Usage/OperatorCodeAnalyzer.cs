using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing;

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

    /// <summary>Looks at every call in the compilation, for rules about code that belongs to operators and stands elsewhere; null for no such rule.</summary>
    private protected virtual Action<OperationAnalysisContext>? LookAtCall => null;

    private protected sealed override void Start(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolStartAction(StartType, SymbolKind.NamedType);
        if (LookAtCall is { } look)
            context.RegisterOperationAction(look, OperationKind.Invocation);
    }

    private void StartType(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Class && KnownTypes.FindKeyedOperator(type) is not null)
            Register(context, type);
    }
}
