using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Usage;

/// <summary>Where a delegate goes that is made of a lambda or a method.</summary>
internal static class DelegateGoal
{
    // Types all of whose methods that take a delegate run it on another thread.
    private static readonly ImmutableHashSet<string> OtherThreads = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Linq.ParallelEnumerable", "System.Threading.CancellationToken", "System.Threading.Tasks.Parallel", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task<TResult>",
        "System.Threading.Tasks.TaskFactory", "System.Threading.Tasks.TaskFactory<TResult>", "System.Threading.SynchronizationContext", "System.Threading.Thread", "System.Threading.ThreadPool",
        "System.Threading.Timer");

    /// <param name="function">The lambda or the reference to a method.</param>
    public static UsePlace Of(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation or ITupleOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IArgumentOperation { Parent: { } call } => OfCall(call),
            IAssignmentOperation assignment => OfTarget(assignment.Target),
            IEventAssignmentOperation => UsePlace.Kept,
            IReturnOperation returned when OperationContext.FunctionOf(returned) is null => UsePlace.Kept,
            _ => UsePlace.InPlace,
        };
    }

    private static UsePlace OfCall(IOperation call) => call switch
    {
        IInvocationOperation invocation when IsOtherThread(invocation.TargetMethod) => UsePlace.OtherThread,
        IObjectCreationOperation { Constructor: { } constructor } when IsOtherThread(constructor) => UsePlace.OtherThread,
        IInvocationOperation { Instance: { } instance } invocation when Mutation.ChangesInPlace(invocation.TargetMethod) => OfTarget(instance),
        _ => UsePlace.InPlace,
    };

    private static UsePlace OfTarget(IOperation target) => target is IFieldReferenceOperation or IPropertyReferenceOperation or IEventReferenceOperation ? UsePlace.Kept : UsePlace.InPlace;

    private static bool IsOtherThread(IMethodSymbol method) => OtherThreads.Contains(method.ContainingType.OriginalDefinition.ToDisplayString());
}
