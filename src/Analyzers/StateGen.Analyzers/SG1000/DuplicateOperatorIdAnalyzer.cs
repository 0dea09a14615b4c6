using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG1000;

/// <summary>SG1016. Reports operators that have the same id, when the whole compilation is known.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateOperatorIdAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.DuplicateOperatorId)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var operators = new ConcurrentBag<INamedTypeSymbol>();
        context.RegisterSymbolAction(symbol => Collect((INamedTypeSymbol)symbol.Symbol, operators), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(end, operators));
    }

    private static void Collect(INamedTypeSymbol type, ConcurrentBag<INamedTypeSymbol> operators)
    {
        if (KnownTypes.IsOperator(type) && !string.IsNullOrWhiteSpace(OperatorIds.Of(type)))
            operators.Add(type);
    }

    // The first in the source keeps its id; every other is reported against it.
    private static void Report(CompilationAnalysisContext context, ConcurrentBag<INamedTypeSymbol> operators)
    {
        foreach (var same in operators.GroupBy(OperatorIds.Of, StringComparer.Ordinal))
        {
            var inOrder = same.OrderBy(PathOf, StringComparer.Ordinal).ThenBy(PositionOf).ToArray();
            foreach (var duplicate in inOrder.Skip(1))
                context.ReportDiagnostic(Describe(inOrder[0], duplicate, same.Key).ToDiagnostic(context.CancellationToken));
        }
    }

    private static Problem Describe(INamedTypeSymbol first, INamedTypeSymbol duplicate, string id) => new(
        DiagnosticCatalogue.DuplicateOperatorId, new(duplicate, DeclarationPart.OperatorId), HidesAnalyzers: false, [first.Name, duplicate.Name, id]);

    private static string PathOf(INamedTypeSymbol type) => DeclarationOf(type).SyntaxTree.FilePath;

    private static int PositionOf(INamedTypeSymbol type) => DeclarationOf(type).Span.Start;

    private static SyntaxReference DeclarationOf(INamedTypeSymbol type) =>
        type.GetAttributes().First(KnownTypes.IsOperatorAttribute).ApplicationSyntaxReference!;
}
