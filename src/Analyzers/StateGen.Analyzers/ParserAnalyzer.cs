using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers;

/// <summary>
/// Reports where code breaks one rule of the generator's parser. The parser runs once per type, whatever the number of rules. What the
/// generator reports itself, because the compiler would keep analyzers silent, is left to it: one mistake gives one diagnostic.
/// </summary>
public abstract class ParserAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    private protected ParserAnalyzer(DiagnosticDescriptor rule)
    {
        _rule = rule;
        SupportedDiagnostics = [rule];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    // Types, not properties: the stub that the generator adds to a property makes the whole property generated code to the compiler.
    private void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty)
            return;
        var problems = ParsedProblems.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Report(symbol, problems), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, ParsedProblems problems)
    {
        foreach (var problem in problems.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            if (!problem.HidesAnalyzers && problem.Rule.Equals(_rule))
                context.ReportDiagnostic(problem.ToDiagnostic(context.CancellationToken));
        }
    }
}
