using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG1000;

/// <summary>SG1024. Reports calls of <c>Process</c> whose id is already used by a call further upstream in the same pipeline.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RepeatedOperatorIdAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.RepeatedOperatorId)
{
    private protected override void Start(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Report, OperationKind.Invocation);

    private static void Report(OperationAnalysisContext context)
    {
        if (ProcessCall.Find((IInvocationOperation)context.Operation) is { } use && use.FindUpstream().Any(other => other.Id == use.Id))
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.RepeatedOperatorId, use.IdSyntax.GetLocation(), use.Id));
    }
}
