using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Determines whether a delegate that is made of a lambda or a method stays in the callback, is kept, or runs on another thread.</summary>
internal static class DelegateEscape
{
    // On these types, every method with a delegate parameter runs the delegate on another thread.
    private static readonly ImmutableHashSet<string> OtherThreads = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Linq.ParallelEnumerable",
        "System.Threading.CancellationToken",
        "System.Threading.SynchronizationContext",
        "System.Threading.Tasks.Parallel",
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.Task<TResult>",
        "System.Threading.Tasks.TaskFactory",
        "System.Threading.Tasks.TaskFactory<TResult>",
        "System.Threading.Thread",
        "System.Threading.ThreadPool",
        "System.Threading.Timer");

    /// <summary>Classifies the delegate by the operation that uses it.</summary>
    /// <param name="function">The lambda or the method reference, or the creation of an object that holds one.</param>
    public static ExecutionContextKind Of(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation
            or IConditionalOperation or ICoalesceOperation or ITupleOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IArgumentOperation { Parent: { } call } => OfCall(call),
            IAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation made } } => Of(made),
            IAssignmentOperation assignment => OfTarget(assignment.Target),
            IEventAssignmentOperation subscription => OfTarget(subscription.EventReference),
            IReturnOperation returned when IsHandedOut(returned) => ExecutionContextKind.Escaping,
            _ => ExecutionContextKind.InPlace,
        };
    }

    private static ExecutionContextKind OfCall(IOperation call) => call switch
    {
        IInvocationOperation invocation when IsOtherThread(invocation.TargetMethod) => ExecutionContextKind.OtherThread,
        IObjectCreationOperation { Constructor: { } constructor } when IsOtherThread(constructor) => ExecutionContextKind.OtherThread,
        IInvocationOperation { Instance: { } instance } invocation when Mutation.ChangesInPlace(invocation.TargetMethod) => OfTarget(instance),
        _ => ExecutionContextKind.InPlace,
    };

    private static bool IsHandedOut(IReturnOperation returned) =>
        OperationContext.FunctionOf(returned) is null && OperatorMembers.IsVisible(OperationContext.MemberOf(returned));

    private static ExecutionContextKind OfTarget(IOperation target) =>
        target is IMemberReferenceOperation { Instance: var owner } && !IsMadeHere(owner) ? ExecutionContextKind.Escaping : ExecutionContextKind.InPlace;

    // An object that the callback itself creates keeps the delegate no longer than the object lives.
    private static bool IsMadeHere(IOperation? owner) =>
        owner is ILocalReferenceOperation variable
        && LocalVariables.FindAssignedOnce(variable) is { } value && OperationContext.Unwrap(value) is IObjectCreationOperation;

    private static bool IsOtherThread(IMethodSymbol method) => OtherThreads.Contains(method.ContainingType.OriginalDefinition.ToDisplayString());
}
