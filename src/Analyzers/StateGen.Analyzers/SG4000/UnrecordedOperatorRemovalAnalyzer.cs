using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;

namespace StateGen.Analyzers.SG4000;

/// <summary>SG4004. Reports recorded operators that no longer exist, in the file that records them, at the end of the compilation.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnrecordedOperatorRemovalAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.UnrecordedOperatorRemoval)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { Schemas.Errors.Count: 0 } files)
            return;
        var operators = CollectOperators(context);
        context.RegisterCompilationEndAction(end => Report(end, files, operators));
    }

    private static void Report(CompilationAnalysisContext context, ProjectSchemas files, ConcurrentBag<OperatorDeclaration> operators)
    {
        var review = SchemaReview.Of(context.Compilation, files.Schemas);
        foreach (var removed in review.FindRemoved(operators.Select(declaration => declaration.Type), context.CancellationToken))
        {
            var (file, line) = files.Schemas.FindBlock(removed);
            var properties = ImmutableDictionary<string, string?>.Empty.SetItem(SchemaProperties.RemovedOperator, removed);
            var location = files.Locate(file, line, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.UnrecordedOperatorRemoval, location, properties, removed));
        }
    }
}
