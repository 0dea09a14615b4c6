using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Schemas;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers;

/// <summary>
/// Reports one kind of difference between the operators of a project and their recorded schemas. Silent while there are no files of recorded schemas
/// or something is wrong with them, which rules of their own report.
/// </summary>
public abstract class SchemaAnalyzer : RuleAnalyzer
{
    private protected SchemaAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Start(CompilationStartAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { Schemas: { Errors.Count: 0 } recorded })
            return;
        var review = SchemaReview.Of(context.Compilation, recorded);
        context.RegisterSymbolAction(symbol => Report(symbol, review), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, SchemaReview review)
    {
        if (!KnownTypes.IsOperator(context.Symbol))
            return;
        foreach (var finding in review.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken).Where(finding => finding.Rule.Equals(Rule)))
            context.ReportDiagnostic(finding.ToDiagnostic(context.CancellationToken));
    }
}
