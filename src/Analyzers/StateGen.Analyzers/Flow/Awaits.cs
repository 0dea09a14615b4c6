using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>What a function awaits, and what may run after that.</summary>
internal static class Awaits
{
    /// <summary>Everything that a function itself awaits: expressions, loops over what comes later, and objects that are disposed later.</summary>
    public static IEnumerable<IOperation> In(IOperation function) => function.Descendants()
        .Where(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true })
        .Where(await => OperationContext.AncestorsOf(await).FirstOrDefault(ancestor => ancestor == function || IsFunction(ancestor)) is var nearest && (nearest is null || nearest == function));

    /// <summary>Whether a use may run after an await: later in the source, in a loop that awaits, or as the target of what is awaited.</summary>
    public static bool IsBefore(IOperation await, IOperation use, IOperation function) =>
        (EndOf(await) <= use.Syntax.SpanStart && !Branches.Part(await, use)) || IsInLoopWith(use, await, function) || IsTargetOf(use, await);

    private static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static int EndOf(IOperation await) => await is IForEachLoopOperation loop ? loop.Collection.Syntax.Span.End : await.Syntax.Span.End;

    private static bool IsInLoopWith(IOperation use, IOperation await, IOperation function) => OperationContext.AncestorsOf(use)
        .TakeWhile(ancestor => ancestor != function).OfType<ILoopOperation>().Any(loop => loop.Body.Syntax.Span.Contains(await.Syntax.Span));

    private static bool IsTargetOf(IOperation use, IOperation await) => OperationContext.AncestorsOf(use).OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target.Syntax.Span.Contains(use.Syntax.Span) && assignment.Value.Syntax.Span.Contains(await.Syntax.Span));
}
