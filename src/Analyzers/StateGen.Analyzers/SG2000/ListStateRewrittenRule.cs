using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2012. Reports list states that are replaced by their own elements and more.</summary>
internal sealed class ListStateRewrittenRule() : LocalRule(DiagnosticCatalogue.ListStateRewritten)
{
    protected override void Register(OperatorStart context) => context.RegisterOperationAction(Report, OperationKind.Invocation);

    private void Report(CodeOperation context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is { TargetMethod.Name: "Update", Instance: IPropertyReferenceOperation { Property: { } list }, Arguments: [{ Value: var elements }] }
            && KnownTypes.IsListState(list.Type) && OperatorMembers.IsState(list) && BeginsWith(elements, list))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), list.Name));
    }

    private static bool BeginsWith(IOperation elements, IPropertySymbol list) => elements switch
    {
        IConversionOperation conversion => BeginsWith(conversion.Operand, list),
        ICollectionExpressionOperation { Elements: [ISpreadOperation { Operand: var first }, ..] } => IsList(first, list),
        IInvocationOperation { TargetMethod: { Name: "Append" or "Concat", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var first }, ..] } =>
            IsList(first, list) || BeginsWith(first, list),
        ILocalReferenceOperation local => IsFilledFrom(local, list),
        _ => false,
    };

    private static bool IsList(IOperation expression, IPropertySymbol list) => expression switch
    {
        IConversionOperation conversion => IsList(conversion.Operand, list),
        IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var source }] } =>
            IsList(source, list),
        _ => CollectionUse.IsHandle(expression, list),
    };

    // A copy of the list that only Add and AddRange change.
    private static bool IsFilledFrom(ILocalReferenceOperation local, IPropertySymbol list)
    {
        var uses = LocalVariables.UsesOf(local.Local, local).Where(use => use != local).ToArray();
        return LocalVariables.FindInitialValue(local) is { } value && IsList(value, list) && uses.Length > 0 && uses.All(IsAppended);
    }

    private static bool IsAppended(ILocalReferenceOperation use) =>
        use.Parent is IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" } call && call.Instance == use && OperationContext.FunctionOf(use) is null;
}
