using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG1000;

/// <summary>
/// SG1024. Reports calls of <c>Process</c> whose id is already used by a call further upstream in the same pipeline, or by a call in a stream or pipeline that
/// is combined with it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RepeatedOperatorIdAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.RepeatedOperatorId)
{
    private protected override void Start(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Report, OperationKind.Invocation);

    private static void Report(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (ProcessCall.Find(call) is { } use && use.FindUpstream().Any(other => other.Id == use.Id))
            Report(context, use);
        foreach (var repeated in FindCombined([.. CallChain.CombinedBy(call).Select(UsesIn)]))
            Report(context, repeated);
    }

    private static void Report(OperationAnalysisContext context, ProcessCall use) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.RepeatedOperatorId, use.IdSyntax.GetLocation(), use.Id));

    private static ProcessCall[] UsesIn(IOperation input) => [.. CallChain.LeadingTo(input).Select(ProcessCall.Find).OfType<ProcessCall>()];

    // Two uses in the same input are reported there. Of two uses in different inputs, the later one in the source is reported.
    private static IEnumerable<ProcessCall> FindCombined(ProcessCall[][] inputs)
    {
        var uses = inputs.SelectMany(static input => input).GroupBy(static use => use.Call.Syntax).Select(static same => same.First());
        foreach (var sameId in uses.GroupBy(static use => use.Id, StringComparer.Ordinal))
        {
            var inOrder = sameId.OrderBy(static use => use.IdSyntax.SpanStart).ToArray();
            foreach (var (use, index) in inOrder.Select(static (use, index) => (use, index)))
            {
                if (inOrder.Take(index).Any(earlier => !inputs.Any(input => Contains(input, earlier) && Contains(input, use))))
                    yield return use;
            }
        }
    }

    private static bool Contains(ProcessCall[] input, ProcessCall use) => input.Any(other => other.Call.Syntax == use.Call.Syntax);
}
