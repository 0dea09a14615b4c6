using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers;

/// <summary>
/// Reports where code breaks one rule of the generator's parser. The parser runs once per type, whatever the number of rules. What the
/// generator reports itself, because the compiler would keep analyzers silent, is left to it: one mistake gives one diagnostic.
/// </summary>
public abstract class ParserAnalyzer : RuleAnalyzer
{
    private protected ParserAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    // Types, not properties: the stub that the generator adds to a property makes the whole property generated code to the compiler.
    private protected sealed override void Start(CompilationStartAnalysisContext context)
    {
        var problems = ParsedProblems.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Report(symbol, problems), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, ParsedProblems problems)
    {
        foreach (var problem in problems.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            if (!problem.HidesAnalyzers && problem.Rule.Equals(Rule))
                context.ReportDiagnostic(problem.ToDiagnostic(context.CancellationToken));
        }
    }
}
