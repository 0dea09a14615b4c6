using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>An analyzer that finds nothing: what it costs to have any analyzer look at types, or at their code.</summary>
/// <param name="looksAtCode">Whether it looks at calls, and not at types alone.</param>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SilentAnalyzer(bool looksAtCode) : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("SILENT", "Nothing", "Nothing", "Benchmark", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

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
