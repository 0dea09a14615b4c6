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
public sealed class SchemaAnalyzer : RuleAnalyzer
{
    private const string AllRules = "The comparison with recorded schemas";

    private readonly Func<SchemaFinding, CancellationToken, Diagnostic> _describe;

    /// <summary>Creates the analyzer.</summary>
    public SchemaAnalyzer()
        : this(static (finding, cancellationToken) => finding.ToDiagnostic(cancellationToken))
    {
    }

    internal SchemaAnalyzer(Func<SchemaFinding, CancellationToken, Diagnostic> describe)
        : base(
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
            DiagnosticCatalogue.ChangedTtlClock,
            DiagnosticCatalogue.RenumberedEnumMember) => _describe = describe;

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { Schemas: { Errors.Count: 0 } recorded })
            return;
        var review = SchemaReview.Of(context.Compilation, recorded);
        var guard = new RuleGuard();
        context.RegisterSymbolAction(symbol => Report(symbol, review, guard), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, SchemaReview review, RuleGuard guard)
    {
        if (KnownTypes.IsOperator(context.Symbol))
            guard.Run(AllRules, context.Symbol.Locations[0], context.ReportDiagnostic, () => ReportFindings(context, review, guard));
    }

    private void ReportFindings(SymbolAnalysisContext context, SchemaReview review, RuleGuard guard)
    {
        foreach (var finding in review.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            guard.Run(
                finding.Rule, context.Symbol.Locations[0], context.ReportDiagnostic,
                () => context.ReportDiagnostic(_describe(finding, context.CancellationToken)));
        }
    }
}
