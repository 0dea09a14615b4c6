using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2011. Reports calls that wait in what callbacks run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallbackMustNotBlockAnalyzer() : CallbackOperationAnalyzer(DiagnosticCatalogue.BlockingCall, OperationKind.Invocation, OperationKind.PropertyReference)
{
    private protected override object?[]? Find(IOperation operation) =>
        BlockingCalls.Find(operation) is { } member ? [$"{member.ContainingType.Name}.{member.Name}"] : null;
}
