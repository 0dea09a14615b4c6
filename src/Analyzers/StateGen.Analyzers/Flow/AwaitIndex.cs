using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Finds the code that may run after an await. The awaits of each function are looked up once. Thread-safe.</summary>
internal sealed class AwaitIndex
{
    private readonly ConcurrentDictionary<IOperation, IOperation[]> _awaits = new();

    /// <summary>The lambdas around a use within its member or local function, innermost first.</summary>
    public ImmutableArray<LambdaAround> LambdasAround(IOperation use, FunctionsAround around) =>
        [.. around.Lambdas.Select(lambda => new LambdaAround(lambda.Symbol, lambda.Symbol.IsAsync && IsAfterAwaitOf(lambda, use)))];

    /// <summary>Indicates whether a use may run after an await of a local function.</summary>
    public bool IsAfterAwait(IOperation use, ILocalFunctionOperation function) => function.Symbol.IsAsync && IsAfterAwaitOf(function, use);

    /// <summary>Indicates whether a use may run after an await of the member itself.</summary>
    public bool IsAfterAwait(IOperation use, ISymbol member) =>
        member is IMethodSymbol { IsAsync: true } && IsAfterAwaitOf(OperationContext.RootOf(use), use);

    private bool IsAfterAwaitOf(IOperation function, IOperation use) =>
        _awaits.GetOrAdd(function, Awaits.In).Any(await => Awaits.IsBefore(await, use, function));
}

/// <summary>Finds the awaits of a function and the code that may run after them.</summary>
internal static class Awaits
{
    /// <summary>Finds everything that a function itself awaits: await expressions, asynchronous loops and asynchronous disposals.</summary>
    public static IOperation[] In(IOperation function) =>
    [
        .. function.Descendants()
            .Where(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true })
            .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest
                && (nearest is null || nearest == function)),
    ];

    /// <summary>
    /// Indicates whether a use may run after an await: later in the source, in a loop that awaits, or as the target of an assignment of the awaited value.
    /// </summary>
    public static bool IsBefore(IOperation await, IOperation use, IOperation function) =>
        (EndOf(await) <= use.Syntax.SpanStart && !Branches.Part(await, use)) || IsInLoopWith(use, await, function) || IsTargetOf(use, await);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static int EndOf(IOperation await) => await is IForEachLoopOperation loop ? loop.Collection.Syntax.Span.End : await.Syntax.Span.End;

    private static bool IsInLoopWith(IOperation use, IOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => IsRepeated(await, loop) && !IsReadOnce(use, loop));

    // The start of a counting loop, and a collection that is read before the loop begins.
    private static bool IsReadOnce(IOperation use, ILoopOperation loop) => loop switch
    {
        IForLoopOperation { Before: var before } => before.Any(first => first.Syntax.Span.Contains(use.Syntax.Span)),
        IForEachLoopOperation { Collection: var collection } => collection.Syntax.Span.Contains(use.Syntax.Span) && !IsStreamed(use, collection),
        _ => false,
    };

    private static bool IsStreamed(IOperation use, IOperation collection) => use.Type is { } type && KnownTypes.IsCollection(type)
        && OperationContext.AncestorsOf(use).TakeWhile(ancestor => collection.Syntax.Span.Contains(ancestor.Syntax.Span))
            .OfType<IInvocationOperation>().All(call => KnownMethods.IsStreaming(call.TargetMethod));

    // The body, and the condition of a while loop.
    private static bool IsRepeated(IOperation await, ILoopOperation loop) => loop.Body.Syntax.Span.Contains(await.Syntax.Span)
        || (loop is IWhileLoopOperation { Condition: { } condition } && condition.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}
