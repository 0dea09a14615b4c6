using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers.Backends;

/// <summary>Looks at the options of pipelines and hosts where code sets them.</summary>
public abstract class OptionsAnalyzer : DiagnosticAnalyzer
{
    private protected OptionsAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = [rule];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected DiagnosticDescriptor Rule => SupportedDiagnostics[0];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    /// <summary>Finds what is wrong with options.</summary>
    /// <param name="options">What one expression sets.</param>
    private protected abstract IEnumerable<Diagnostic> Find(SetOptions options);

    private void Start(CompilationStartAnalysisContext context)
    {
        if (!context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty)
            context.RegisterOperationAction(Report, OperationKind.ObjectCreation, OperationKind.With);
    }

    private void Report(OperationAnalysisContext context)
    {
        if (SetOptions.Find(context.Operation) is not { } options)
            return;
        foreach (var diagnostic in Find(options))
            context.ReportDiagnostic(diagnostic);
    }
}
