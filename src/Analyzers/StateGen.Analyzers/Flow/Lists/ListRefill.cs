using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Lists;

/// <summary>Recognizes a list state that is cleared and then filled with the elements that it had before.</summary>
/// <param name="copies">Recognizes copies of the list.</param>
/// <param name="list">The list state.</param>
/// <param name="clear">The call that clears it.</param>
internal sealed class ListRefill(ListCopies copies, ISymbol list, IInvocationOperation clear)
{
    /// <summary>Indicates whether the code adds all former elements again.</summary>
    public bool IsSame() => OperationContext.RootOf(clear).Descendants().OfType<IInvocationOperation>().Any(call =>
        call.Syntax.SpanStart > clear.Syntax.Span.End && ListHandles.Is(call.Instance, list) && call.Arguments is [{ Value: var added }]
        && (call.TargetMethod.Name == "AddRange" ? IsFormer(added) : call.TargetMethod.Name == "Add" && AddsEach(call, added)));

    /// <summary>The loop over a collection that adds each of its elements without a condition; null if a call is not the body of such a loop.</summary>
    public static IForEachLoopOperation? FindLoop(IInvocationOperation call) =>
        LoopAround(call) is IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: var element } } loop
        && call.Arguments is [{ Value: var added }] && OperationContext.Unwrap(added) is ILocalReferenceOperation { Local: var local }
        && SymbolEqualityComparer.Default.Equals(local, element) ? loop : null;

    private bool AddsEach(IInvocationOperation call, IOperation added)
    {
        if (FindLoop(call) is { Collection: var elements })
            return IsFormer(elements);
        return LoopAround(call) switch
        {
            IWhileLoopOperation { Condition: { } condition } => Drained(OperationContext.Unwrap(added), condition) is { } queue && IsFormer(queue),
            IForLoopOperation { Before: [IVariableDeclarationGroupOperation first] } loop =>
                first.Descendants().Any(static part => part.ConstantValue is { HasValue: true, Value: 0 })
                && ElementOf(OperationContext.Unwrap(added)) is ILocalReferenceOperation array && IsWhole(loop.Condition, array) && IsFormer(array),
            _ => false,
        };
    }

    // The loop whose body is only the call.
    private static ILoopOperation? LoopAround(IInvocationOperation call)
    {
        var outer = OperationContext.AncestorsOf(call).FirstOrDefault(static ancestor => ancestor is not (IExpressionStatementOperation or IBlockOperation));
        return outer is ILoopOperation { Body: IBlockOperation { Operations.Length: 1 } or IExpressionStatementOperation } loop
            && !loop.Body.Descendants().Any(static part => part is IBranchOperation or IConditionalOperation) ? loop : null;
    }

    private static IOperation? Drained(IOperation added, IOperation condition) => added switch
    {
        IInvocationOperation { TargetMethod.Name: "Dequeue", Instance: { } queue } => queue,
        ILocalReferenceOperation { Local: var element } => condition.DescendantsAndSelf().OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.TargetMethod.Name == "TryDequeue" && call.Descendants().OfType<ILocalReferenceOperation>()
                .Any(part => SymbolEqualityComparer.Default.Equals(part.Local, element)))?.Instance,
        _ => null,
    };

    private static IOperation? ElementOf(IOperation added) => added switch
    {
        IArrayElementReferenceOperation { ArrayReference: var array } => array,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => instance,
        _ => null,
    };

    private static bool IsWhole(IOperation? condition, ILocalReferenceOperation array) =>
        condition is IBinaryOperation { RightOperand: IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } counted } }
        && OperationContext.Unwrap(counted) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, array.Local);

    // A copy that was made before the list was cleared.
    private bool IsFormer(IOperation elements) => copies.BeginsWith(elements)
        && elements.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(part =>
            LocalVariables.FindInitialValue(part) is { } value && value.Syntax.Span.End <= clear.Syntax.SpanStart && ListHandles.Find(part) is null);
}
