using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Calls on the results of calls, as streams and pipelines are made, as far as one body shows them.</summary>
internal static class CallChain
{
    /// <summary>The calls of a chain whose result an expression is, last call first. Variables that always have one value are seen through.</summary>
    public static IEnumerable<IInvocationOperation> EndingIn(IOperation expression)
    {
        for (var call = FindCall(expression); call is not null; call = FindPrevious(call))
            yield return call;
    }

    /// <summary>The calls before a call in its chain, last call first.</summary>
    public static IEnumerable<IInvocationOperation> Before(IInvocationOperation call) => EndingIn(call).Skip(1);

    // An extension method is called on its first argument.
    private static IInvocationOperation? FindPrevious(IInvocationOperation call) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } receiver ? FindCall(receiver) : null;

    private static IInvocationOperation? FindCall(IOperation expression) => OperationContext.Unwrap(expression) switch
    {
        IInvocationOperation call => call,
        ILocalReferenceOperation local when LocalVariables.FindOnlyValue(local) is { } value => FindCall(value),
        _ => null,
    };
}
