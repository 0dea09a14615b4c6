using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG4000;

/// <summary>SG4001. Suggests recording the schemas of operators if the project has no schema files.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingSchemaFilesAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.MissingSchemaFiles)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not null)
            return;
        var operators = DeclaredSchemaTable.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Report(symbol, operators), SymbolKind.NamedType);
    }

    private static void Report(SymbolAnalysisContext context, DeclaredSchemaTable operators)
    {
        if (KnownTypes.IsOperator(context.Symbol) && operators.Find((INamedTypeSymbol)context.Symbol, context.CancellationToken) is { } declared)
            context.ReportDiagnostic(Describe(declared).ToDiagnostic(context.CancellationToken));
    }

    private static SchemaFinding Describe(DeclaredSchema declared) => new(
        DiagnosticCatalogue.MissingSchemaFiles, new(declared.Type, DeclarationPart.Name), [declared.Schema.OperatorId],
        ImmutableDictionary<string, string?>.Empty.SetItem(SchemaProperties.Schema, declared.Schema.ToString()));
}
