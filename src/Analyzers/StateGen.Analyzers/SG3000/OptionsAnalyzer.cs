using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers.SG3000;

/// <summary>The rules about the options of pipelines and hosts, where code sets them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsAnalyzer : RuleAnalyzer
{
    private static readonly ImmutableArray<OptionsRule> Rules = [new PipelineMustUseRequiredBackendRule(), new OptionMustHaveEffectRule(), new ParallelismMustFitKeyGroupsRule()];

    /// <summary>Creates the analyzer.</summary>
    public OptionsAnalyzer()
        : base([.. Rules.Select(rule => rule.Rule)])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Report, OperationKind.ObjectCreation, OperationKind.With);

    private static void Report(OperationAnalysisContext context)
    {
        if (SetOptions.Find(context.Operation) is not { } options)
            return;
        foreach (var diagnostic in Rules.SelectMany(rule => rule.Find(options)))
            context.ReportDiagnostic(diagnostic);
    }
}
