using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2010. Reports clocks, random numbers and hash codes in what callbacks run, and in the selectors of keys.</summary>
internal sealed class CallbackMustBeDeterministicRule()
    : CallbackOperationRule(DiagnosticCatalogue.NotDeterministic, OperationKind.PropertyReference, OperationKind.Invocation, OperationKind.ObjectCreation)
{
    protected override object?[]? Find(IOperation operation) => UnstableSources.Find(operation) is var (name, advice) ? [name, advice] : null;

    public override Action<OperationAnalysisContext> LookAtCall => ReportKeySelector;

    private void ReportKeySelector(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "KeyBy" || !KnownTypes.IsEventStream(call.TargetMethod.ContainingType))
            return;
        foreach (var diagnostic in call.Arguments.SelectMany(argument => argument.Descendants()).Select(Describe).OfType<Diagnostic>())
            context.ReportDiagnostic(diagnostic);
    }
}
