using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers.Usage;

/// <summary>
/// Looks at the code of operators: of every class that derives from <c>KeyedOperator</c>, marked or not, because base classes may hold logic. Other code
/// costs it one look at the bases of each class.
/// </summary>
public abstract class OperatorCodeAnalyzer : DiagnosticAnalyzer
{
    private protected OperatorCodeAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = [rule];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected DiagnosticDescriptor Rule => SupportedDiagnostics[0];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    /// <summary>Registers what is to be looked at in one operator.</summary>
    /// <param name="context">Actions registered here see the members of the operator, nested types and lambdas included.</param>
    /// <param name="operatorType">The operator.</param>
    private protected abstract void Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType);

    /// <summary>Looks at every call in the compilation, for rules about code that belongs to operators and stands elsewhere; null for no such rule.</summary>
    private protected virtual Action<OperationAnalysisContext>? LookAtCall => null;

    private void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty)
            return;
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
