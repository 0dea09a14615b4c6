using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2011. Reports calls that wait in what callbacks run.</summary>
internal sealed class CallbackMustNotBlockRule() : CallbackOperationRule(DiagnosticCatalogue.BlockingCall, OperationKind.Invocation, OperationKind.PropertyReference)
{
    protected override object?[]? Find(IOperation operation) =>
        BlockingCalls.Find(operation) is { } member ? [$"{member.ContainingType.Name}.{member.Name}"] : null;
}
