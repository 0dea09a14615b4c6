using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers.Backends;

/// <summary>Looks at the options of pipelines and hosts where code sets them.</summary>
public abstract class OptionsAnalyzer : RuleAnalyzer
{
    private protected OptionsAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    /// <summary>Finds what is wrong with options.</summary>
    /// <param name="options">What one expression sets.</param>
    private protected abstract IEnumerable<Diagnostic> Find(SetOptions options);

    private protected sealed override void Start(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Report, OperationKind.ObjectCreation, OperationKind.With);

    private void Report(OperationAnalysisContext context)
    {
        if (SetOptions.Find(context.Operation) is not { } options)
            return;
        foreach (var diagnostic in Find(options))
            context.ReportDiagnostic(diagnostic);
    }
}
