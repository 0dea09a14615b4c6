using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers;

/// <summary>
/// The frame of an analyzer: it runs concurrently, leaves generated code alone, and does nothing in a compilation that does not reference StateGen. Rules that look at
/// the same things share one analyzer, because each analyzer costs an editor time at every keystroke, whatever it finds.
/// </summary>
public abstract class RuleAnalyzer : DiagnosticAnalyzer
{
    private protected RuleAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = [.. rules];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(StartIfReferenced);
    }

    /// <summary>Registers what is to be looked at in one compilation.</summary>
    /// <param name="context">A compilation that references StateGen.</param>
    private protected abstract void Start(CompilationStartAnalysisContext context);

    /// <summary>Collects the operators of a compilation. All of them are known at its end.</summary>
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
