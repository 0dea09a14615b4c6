using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;

namespace StateGen.Analyzers.SG1000;

/// <summary>SG1016. Reports operators that have the same id, at the end of the compilation.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateOperatorIdAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.DuplicateOperatorId)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var operators = CollectOperators(context);
        context.RegisterCompilationEndAction(end => Report(end, operators));
    }

    // The first operator in the source keeps its id; every other is reported with a reference to it.
    private static void Report(CompilationAnalysisContext context, ConcurrentBag<OperatorDeclaration> operators)
    {
        var identified = operators.Where(declaration => !string.IsNullOrWhiteSpace(declaration.Id));
        foreach (var same in identified.GroupBy(declaration => declaration.Id, StringComparer.Ordinal))
        {
            var inOrder = same.OrderBy(PathOf, StringComparer.Ordinal).ThenBy(declaration => declaration.Attribute!.Span.Start).ToArray();
            foreach (var duplicate in inOrder.Skip(1))
                context.ReportDiagnostic(Describe(inOrder[0].Type, duplicate.Type, same.Key).ToDiagnostic(context.CancellationToken));
        }
    }

    private static string PathOf(OperatorDeclaration declaration) => declaration.Attribute!.SyntaxTree.FilePath;

    private static Problem Describe(INamedTypeSymbol first, INamedTypeSymbol duplicate, string id) => new(
        DiagnosticCatalogue.DuplicateOperatorId, new(duplicate, DeclarationPart.OperatorId), HidesAnalyzers: false,
        [first.Name, duplicate.Name, id, DeclarationPlaces.Of(first)], first);
}
