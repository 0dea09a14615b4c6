using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Lists;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2012. Reports list states that are replaced by their own elements and more, at once or by clearing and filling them.</summary>
internal sealed class ListStateRewrittenRule() : OperatorCodeRule(DiagnosticCatalogue.ListStateRewritten)
{
    public override Action<CodeOperation> LookAtCall => Report;

    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => null;

    private void Report(CodeOperation context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Update" or "Clear") || !KnownTypes.IsListState(call.TargetMethod.ContainingType)
            || ListHandles.Find(call.Instance) is not { } list)
            return;
        var copies = new ListCopies(SourceCode.Of(context.Compilation), list, context.CancellationToken);
        var isRewritten = call.Arguments is [{ Value: var elements }] ? copies.IsExtended(elements) : new ListRefill(copies, list, call).IsSame();
        if (isRewritten)
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), list.Name));
    }
}
