using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// Implements the rules about schema changes: reports the differences between the operators of a project and their recorded schemas. It reports nothing if the
/// schema files are missing or have errors, for which there are separate rules.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchemaAnalyzer() : RuleAnalyzer(
    DiagnosticCatalogue.UnrecordedOperator,
    DiagnosticCatalogue.ChangedOperatorId,
    DiagnosticCatalogue.UnrecordedState,
    DiagnosticCatalogue.MissingFormerName,
    DiagnosticCatalogue.UnrecordedStateRemoval,
    DiagnosticCatalogue.UnrecordedChange,
    DiagnosticCatalogue.UnrecordedOneWayChange,
    DiagnosticCatalogue.UnrestorableState,
    DiagnosticCatalogue.ChangedKeyType,
    DiagnosticCatalogue.ChangedMapKeyType,
    DiagnosticCatalogue.RemovedEnumMember,
    DiagnosticCatalogue.RenumberedEnumMember)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { Schemas: { Errors.Count: 0 } recorded })
            return;
        var review = SchemaReview.Of(context.Compilation, recorded);
        context.RegisterSymbolAction(symbol => Report(symbol, review), SymbolKind.NamedType);
    }

    private static void Report(SymbolAnalysisContext context, SchemaReview review)
    {
        if (!KnownTypes.IsOperator(context.Symbol))
            return;
        foreach (var finding in review.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken))
            context.ReportDiagnostic(finding.ToDiagnostic(context.CancellationToken));
    }
}
