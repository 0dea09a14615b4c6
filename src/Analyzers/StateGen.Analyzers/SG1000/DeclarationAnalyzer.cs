using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG1000;

/// <summary>
/// Implements the rules about declarations: reports the problems that the generator's parser finds in a type. The generator itself reports the problems for
/// which a compiler error would keep analyzers silent; this analyzer skips them, so that one mistake gives one diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer() : RuleAnalyzer(
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
    DiagnosticCatalogue.InvalidUpgrade)
{
    // Registered for types, not for properties: to the compiler, the stub that the generator adds to a property makes the whole property generated code.
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var problems = ParsedProblems.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Report(symbol, problems), SymbolKind.NamedType);
    }

    private static void Report(SymbolAnalysisContext context, ParsedProblems problems)
    {
        foreach (var problem in problems.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken).Where(problem => !problem.HidesAnalyzers))
            context.ReportDiagnostic(problem.ToDiagnostic(context.CancellationToken));
    }
}
