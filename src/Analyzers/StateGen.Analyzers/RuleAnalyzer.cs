using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers;

/// <summary>
/// Provides the base class of the analyzers: they run concurrently, skip generated code, and do nothing in a compilation that does not reference StateGen.
/// Rules about the same elements of the code share one analyzer, because each analyzer costs the editor time at every keystroke, even if it reports nothing.
/// </summary>
public abstract class RuleAnalyzer : DiagnosticAnalyzer
{
    // An analyzer of several rules reports a rule that fails (RuleGuard). If an analyzer has one rule, the compiler's own report says as much.
    private protected RuleAnalyzer(params DiagnosticDescriptor[] rules) =>
        SupportedDiagnostics = rules.Length > 1 ? [.. rules, DiagnosticCatalogue.RuleFailed] : [.. rules];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(StartIfReferenced);
    }

    /// <summary>Registers the actions for one compilation.</summary>
    /// <param name="context">The start of a compilation that references StateGen.</param>
    private protected abstract void Start(CompilationStartAnalysisContext context);

    /// <summary>Collects the operators of a compilation. The collection is complete at the end of the compilation.</summary>
    /// <param name="context">The start of the compilation.</param>
    private protected static ConcurrentBag<OperatorDeclaration> CollectOperators(CompilationStartAnalysisContext context)
    {
        var operators = new ConcurrentBag<OperatorDeclaration>();
        context.RegisterSymbolAction(symbol => Collect((INamedTypeSymbol)symbol.Symbol, operators), SymbolKind.NamedType);
        return operators;
    }

    private static void Collect(INamedTypeSymbol type, ConcurrentBag<OperatorDeclaration> operators)
    {
        if (OperatorDeclaration.Find(type) is { } declaration)
            operators.Add(declaration);
    }

    private void StartIfReferenced(CompilationStartAnalysisContext context)
    {
        if (!context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty)
            Start(context);
    }
}
