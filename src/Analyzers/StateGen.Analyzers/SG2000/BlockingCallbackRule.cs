using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2011. Reports blocking calls in the code that callbacks run.</summary>
internal sealed class BlockingCallbackRule()
    : CallbackOperationRule(DiagnosticCatalogue.BlockingCallback, OperationKind.Invocation, OperationKind.PropertyReference)
{
    protected override object?[]? Find(IOperation operation) =>
        BlockingCalls.Find(operation) is { } member ? [$"{member.ContainingType.Name}.{member.Name}"] : null;
}

/// <summary>Recognizes blocking calls: calls that wait for time to pass, for tasks, for other threads or processes, or for input.</summary>
internal static class BlockingCalls
{
    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Collections.Concurrent.BlockingCollection<T>.Take",
        "System.Console.Read",
        "System.Console.ReadKey",
        "System.Console.ReadLine",
        "System.Diagnostics.Process.WaitForExit",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter.GetResult",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable<TResult>.ConfiguredTaskAwaiter.GetResult",
        "System.Runtime.CompilerServices.TaskAwaiter.GetResult",
        "System.Runtime.CompilerServices.TaskAwaiter<TResult>.GetResult",
        "System.Runtime.CompilerServices.ValueTaskAwaiter.GetResult",
        "System.Runtime.CompilerServices.ValueTaskAwaiter<TResult>.GetResult",
        "System.Threading.Barrier.SignalAndWait",
        "System.Threading.CountdownEvent.Wait",
        "System.Threading.ManualResetEventSlim.Wait",
        "System.Threading.Monitor.Wait",
        "System.Threading.SemaphoreSlim.Wait",
        "System.Threading.SpinWait.SpinUntil",
        "System.Threading.Tasks.Task.Wait",
        "System.Threading.Tasks.Task.WaitAll",
        "System.Threading.Tasks.Task.WaitAny",
        "System.Threading.Tasks.Task<TResult>.Result",
        "System.Threading.Tasks.ValueTask<TResult>.Result",
        "System.Threading.Thread.Join",
        "System.Threading.Thread.Sleep",
        "System.Threading.WaitHandle.WaitAll",
        "System.Threading.WaitHandle.WaitAny",
        "System.Threading.WaitHandle.WaitOne");

    /// <summary>The blocking member that an operation calls; null if it calls none.</summary>
    public static ISymbol? Find(IOperation operation)
    {
        ISymbol? member = operation switch
        {
            IInvocationOperation invocation when !invocation.Arguments.Any(IsNoTime) => invocation.TargetMethod,
            IPropertyReferenceOperation { Instance: { } task } reference when !IsAsked(task) => reference.Property,
            _ => null,
        };
        return member is not null && Names.Contains($"{member.ContainingType.OriginalDefinition.ToDisplayString()}.{member.Name}") ? member : null;
    }

    // Reading the result of a task does not block if the code has checked before whether the task is completed.
    private static bool IsAsked(IOperation task) => HolderOf(task) is { } holder && OperationContext.RootOf(task).Descendants().Any(operation =>
        operation is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } asked }
        && operation.Syntax.SpanStart < task.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(HolderOf(asked), holder));

    private static ISymbol? HolderOf(IOperation task) => task switch
    {
        ILocalReferenceOperation variable => variable.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation reference => reference.Field,
        _ => null,
    };

    // A call with a timeout of zero does not block.
    private static bool IsNoTime(IArgumentOperation argument) =>
        argument.Value is { ConstantValue: { HasValue: true, Value: 0 } }
            or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };
}
