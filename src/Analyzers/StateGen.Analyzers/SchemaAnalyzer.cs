using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Schemas;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers;

/// <summary>
/// Reports one kind of difference between the operators of a project and their recorded schemas. Silent while there are no files of recorded schemas
/// or something is wrong with them, which rules of their own report.
/// </summary>
public abstract class SchemaAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    private protected SchemaAnalyzer(DiagnosticDescriptor rule)
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

    private void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty
            || ProjectSchemas.Find(context.Options, context.CancellationToken) is not { Schemas: { Errors.Count: 0 } recorded })
            return;
        var review = SchemaReview.Of(context.Compilation, recorded);
        context.RegisterSymbolAction(symbol => Report(symbol, review), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, SchemaReview review)
    {
        if (!KnownTypes.IsOperator(context.Symbol))
            return;
        foreach (var finding in review.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken).Where(finding => finding.Rule.Equals(_rule)))
            context.ReportDiagnostic(finding.ToDiagnostic(context.CancellationToken));
    }
}
