using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Finds the values of local variables within the body that declares them.</summary>
internal static class LocalVariables
{
    /// <summary>The uses of a variable in the body that contains an operation.</summary>
    public static IEnumerable<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation operation) =>
        OperationContext.RootOf(operation).Descendants().OfType<ILocalReferenceOperation>()
            .Where(use => SymbolEqualityComparer.Default.Equals(use.Local, local));

    /// <summary>The value that a variable is declared with, or for a <c>ref</c> variable the target; null if the declaration has no initial value.</summary>
    /// <remarks>
    /// Also null for a use inside the initial value itself, which occurs in code that does not compile. This guarantees that callers that follow values from
    /// variable to variable terminate.
    /// </remarks>
    public static IOperation? FindInitialValue(ILocalReferenceOperation use)
    {
        var declarator = OperationContext.RootOf(use).Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, use.Local));
        return declarator?.GetVariableInitializer()?.Value is { } value && value.Syntax.Span.End <= use.Syntax.SpanStart ? value : null;
    }

    /// <summary>
    /// The initial value of a variable that is never assigned again; null if it may be. The object that the value refers to may still change.
    /// </summary>
    public static IOperation? FindAssignedOnce(ILocalReferenceOperation use) =>
        FindInitialValue(use) is { } value && !UsesOf(use.Local, use).Any(IsAssigned) ? value : null;

    /// <summary>
    /// The initial value of a variable that nothing changes, neither by assignment nor inside a collection that it holds; null if something may.
    /// </summary>
    public static IOperation? FindOnlyValue(ILocalReferenceOperation use) =>
        FindInitialValue(use) is { } value && !UsesOf(use.Local, use).Any(IsChanged) ? value : null;

    private static bool IsAssigned(ILocalReferenceOperation use) => use.Parent is IAssignmentOperation assignment && assignment.Target == use;

    private static bool IsChanged(ILocalReferenceOperation use) =>
        OperationContext.AncestorsOf(use).TakeWhile(ancestor => ancestor is not IBlockOperation)
            .SelectMany(Mutation.TargetsOf).Any(target => target == use);
}
