using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2013. Reports timers that every event registers at its own timestamp or at a fixed distance from it.</summary>
internal sealed class TimerPerEventRule() : LocalRule(DiagnosticCatalogue.TimerPerEvent)
{
    protected override void Register(OperatorStart context) =>
        context.RegisterOperationAction(Report, OperationKind.Invocation);

    private void Report(CodeOperation context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is { TargetMethod: { Name: "RegisterEventTime" } method, Arguments: [{ Value: var time }] }
            && KnownTypes.IsTimerService(method.ContainingType)
            && context.ContainingSymbol is IMethodSymbol { Name: "OnEvent" } callback && OperatorMembers.IsCallback(callback)
            && IsForEveryEvent(call) && IsExact(time) && !ReplacesAnother(call))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    private static bool IsForEveryEvent(IInvocationOperation call) => !OperationContext.AncestorsOf(call).Any(MayBeSkipped)
        && !OperationContext.RootOf(call).Descendants()
            .Any(operation => operation is IReturnOperation { IsImplicit: false } && operation.Syntax.SpanStart < call.Syntax.SpanStart);

    private static bool MayBeSkipped(IOperation ancestor) =>
        ancestor is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation
            or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation;

    // The callback deletes the timer of an earlier event, so that timers do not accumulate.
    private static bool ReplacesAnother(IInvocationOperation call) => OperationContext.RootOf(call).Descendants()
        .Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "DeleteEventTime" } method }
            && KnownTypes.IsTimerService(method.ContainingType));

    // The timestamp of the event, or a time at a fixed distance from it: two events with different timestamps never share a timer.
    private static bool IsExact(IOperation time) => time switch
    {
        IConversionOperation conversion => IsExact(conversion.Operand),
        ILocalReferenceOperation variable => LocalVariables.FindAssignedOnce(variable) is { } value && IsExact(value),
        IPropertyReferenceOperation { Property: { Name: "Timestamp" } property } => KnownTypes.IsOperatorContext(property.ContainingType),
        IInvocationOperation { Instance: { } instance, TargetMethod: var method } =>
            method.Name.StartsWith("Add", StringComparison.Ordinal) && IsExact(instance),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum => IsExact(sum.LeftOperand),
        _ => false,
    };
}
