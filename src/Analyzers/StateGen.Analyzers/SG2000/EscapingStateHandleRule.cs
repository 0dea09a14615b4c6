using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2008. Reports state handles, sequences that stream from them, and contexts that are stored, emitted or returned.</summary>
internal sealed class EscapingStateHandleRule() : LocalRule(DiagnosticCatalogue.EscapingStateHandle)
{
    protected override void Register(SymbolStartAnalysisContext context) =>
        context.RegisterOperationAction(
            Report, OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment, OperationKind.Argument, OperationKind.Return);

    private void Report(OperationAnalysisContext context)
    {
        if (!OperatorMembers.IsKeyless(context.ContainingSymbol)
            && FindEscape(context.Operation, context.ContainingSymbol) is var (value, escape) && NameOf(value) is { } name)
            context.ReportDiagnostic(Diagnostic.Create(Rule, value.Syntax.GetLocation(), name, escape));
    }

    private static (IOperation Value, string Escape)? FindEscape(IOperation operation, ISymbol member) => operation switch
    {
        IAssignmentOperation { Target: var target, Value: var value } when HolderOf(target) is { } holder => (value, $"stored in '{holder.Name}'"),
        IArgumentOperation { Value: var value, Parent: IInvocationOperation call } when IsEmit(call) => (value, "emitted"),
        IArgumentOperation { Value: var value, Parent: IInvocationOperation { Instance: { } instance } call }
            when Mutation.ChangesInPlace(call.TargetMethod) && HolderOf(instance) is { } holder => (value, $"stored in '{holder.Name}'"),
        IReturnOperation { ReturnedValue: { } value }
            when OperatorMembers.IsVisible(member) && OperationContext.FunctionOf(operation) is null => (value, "returned"),
        _ => null,
    };

    private static bool IsEmit(IInvocationOperation call) =>
        call.TargetMethod.Name == "Emit" && KnownTypes.IsOperatorContext(call.TargetMethod.ContainingType);

    // A field or property of the operator itself, or a static one.
    private static ISymbol? HolderOf(IOperation target) => target switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field } => field,
        IPropertyReferenceOperation
        {
            Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
            Property: var property,
        } => property,
        _ => null,
    };

    private static string? NameOf(IOperation value) => value switch
    {
        IConversionOperation conversion => NameOf(conversion.Operand),
        IParameterReferenceOperation { Parameter: var parameter } when KnownTypes.IsOperatorContext(parameter.Type) => parameter.Name,
        IPropertyReferenceOperation { Property: { Name: "Timers" } property } when KnownTypes.IsTimerService(property.Type) => property.Name,
        _ => CollectionUse.FindStreamed(value)?.Name,
    };
}
