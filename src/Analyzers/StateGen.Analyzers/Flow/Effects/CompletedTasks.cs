using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Recognizes tasks whose result is surely there: reading it does not block.</summary>
internal static class CompletedTasks
{
    /// <summary>
    /// Indicates whether code has asked before whether a task is completed, has awaited it, or is the continuation of the task.
    /// </summary>
    /// <param name="task">The task, or its awaiter.</param>
    public static bool IsDone(IOperation task)
    {
        if (task is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput })
            return OperationContext.AncestorsOf(task).OfType<IRecursivePatternOperation>().Any(IsAskedIn);
        return HolderOf(task) is { } holder && (IsContinuation(holder, task)
            || OperationContext.RootOf(task).Descendants()
                .Any(operation => operation.Syntax.SpanStart < task.Syntax.SpanStart && IsAsked(operation, holder)));
    }

    private static bool IsAskedIn(IRecursivePatternOperation pattern) => pattern.PropertySubpatterns.Any(static subpattern =>
        subpattern.Member is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" });

    private static bool IsAsked(IOperation operation, ISymbol holder) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status", Instance: { } asked } => IsOf(asked, holder),
        IAwaitOperation awaiting => awaiting.Operation.DescendantsAndSelf().Any(part => IsOf(part, holder)),
        IIsPatternOperation { Value: var asked, Pattern: IRecursivePatternOperation pattern } => IsOf(OperationContext.Unwrap(asked), holder)
            && IsAskedIn(pattern),
        _ => false,
    };

    private static bool IsOf(IOperation task, ISymbol holder) => SymbolEqualityComparer.Default.Equals(HolderOf(task), holder);

    // The parameter of a lambda that the task runs when it is completed.
    private static bool IsContinuation(ISymbol holder, IOperation task) => holder is IParameterSymbol parameter
        && OperationContext.AncestorsOf(task).OfType<IAnonymousFunctionOperation>()
            .Any(function => SymbolEqualityComparer.Default.Equals(function.Symbol, parameter.ContainingSymbol)
                && OperationContext.AncestorsOf(function).OfType<IInvocationOperation>()
                    .FirstOrDefault()?.TargetMethod.Name is "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny");

    private static ISymbol? HolderOf(IOperation task) => task switch
    {
        ILocalReferenceOperation variable => variable.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation reference => reference.Field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } when property.ContainingType.Name is not ("Task" or "ValueTask") => property,
        IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask", Instance: { } instance } => HolderOf(instance),
        IConditionalAccessInstanceOperation access when OperationContext.AccessedBy(access) is { } accessed => HolderOf(OperationContext.Unwrap(accessed)),
        _ => null,
    };
}
