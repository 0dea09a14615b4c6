using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;

namespace StateGen.Analyzers.SG1000;

/// <summary>
/// Implements the rules about declarations: reports the problems that the generator's parser finds in a type. The generator itself reports the problems for
/// which a compiler error would keep analyzers silent; this analyzer skips them, so that one mistake gives one diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : RuleAnalyzer
{
    private const string AllRules = "The check of declarations";

    private readonly Func<Problem, CancellationToken, Diagnostic> _describe;

    /// <summary>Creates the analyzer.</summary>
    public DeclarationAnalyzer()
        : this(static (problem, cancellationToken) => problem.ToDiagnostic(cancellationToken))
    {
    }

    internal DeclarationAnalyzer(Func<Problem, CancellationToken, Diagnostic> describe)
        : base(
            DiagnosticCatalogue.OperatorNotPartial,
            DiagnosticCatalogue.NotKeyedOperator,
            DiagnosticCatalogue.StateNotPartial,
            DiagnosticCatalogue.StaticState,
            DiagnosticCatalogue.StateNotPlainProperty,
            DiagnosticCatalogue.WrongStateAccessors,
            DiagnosticCatalogue.StateOutsideOperator,
            DiagnosticCatalogue.StateNotNullable,
            DiagnosticCatalogue.UnsupportedStateType,
            DiagnosticCatalogue.MutableStateType,
            DiagnosticCatalogue.UnsupportedKeyType,
            DiagnosticCatalogue.DuplicateStateName,
            DiagnosticCatalogue.EmptyStateName,
            DiagnosticCatalogue.MissingOperatorId,
            DiagnosticCatalogue.FileLocalType,
            DiagnosticCatalogue.OperatorDerivesFromOperator,
            DiagnosticCatalogue.ReservedMember,
            DiagnosticCatalogue.InvalidTtl,
            DiagnosticCatalogue.InvalidUpgrade,
            DiagnosticCatalogue.BroadcastStateWithoutInput,
            DiagnosticCatalogue.ReducerKeepsData,
            DiagnosticCatalogue.WrongOperatorState) => _describe = describe;

    // Registered for types, not for properties: to the compiler, the stub that the generator adds to a property makes the whole property generated code.
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var problems = ParsedProblems.Of(context.Compilation);
        var guard = new RuleGuard();
        context.RegisterSymbolAction(
            symbol => guard.Run(AllRules, symbol.Symbol.Locations[0], symbol.ReportDiagnostic, () => Report(symbol, problems, guard)), SymbolKind.NamedType);
    }

    private void Report(SymbolAnalysisContext context, ParsedProblems problems, RuleGuard guard)
    {
        foreach (var problem in problems.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken).Where(problem => !problem.HidesAnalyzers))
        {
            guard.Run(
                problem.Rule, context.Symbol.Locations[0], context.ReportDiagnostic,
                () => context.ReportDiagnostic(_describe(problem, context.CancellationToken)));
        }
    }
}
