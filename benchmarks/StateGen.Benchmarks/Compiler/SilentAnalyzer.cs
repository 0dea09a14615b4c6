using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>An analyzer that finds nothing. It measures the cost of any analyzer that looks at types, or at their code.</summary>
/// <param name="looksAtCode">true to look at calls, too; false to look at types only.</param>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SilentAnalyzer(bool looksAtCode) : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("SILENT", "Nothing", "Nothing", "Benchmark", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(_ => { }, SymbolKind.NamedType);
        if (looksAtCode)
            context.RegisterSymbolStartAction(start => start.RegisterOperationAction(_ => { }, OperationKind.Invocation), SymbolKind.NamedType);
    }
}
