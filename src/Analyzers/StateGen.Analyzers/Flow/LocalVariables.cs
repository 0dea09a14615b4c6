using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>What the body that declares a local variable does with it.</summary>
internal static class LocalVariables
{
    /// <summary>The uses of a variable in the body that contains an operation.</summary>
    public static IEnumerable<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation place) =>
        OperationContext.RootOf(place).Descendants().OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, local));

    /// <summary>What a variable is declared with; null where it is declared without a value.</summary>
    public static IOperation? FindInitialValue(ILocalReferenceOperation use) => OperationContext.RootOf(use).Descendants().OfType<IVariableDeclaratorOperation>()
        .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, use.Local))?.GetVariableInitializer()?.Value;

    /// <summary>The value that a variable has wherever it is used; null where it may have another one.</summary>
    public static IOperation? FindOnlyValue(ILocalReferenceOperation use) =>
        FindInitialValue(use) is { } value && IsBefore(value, use) && !UsesOf(use.Local, use).Any(IsChanged) ? value : null;

    /// <summary>What a variable by reference stands for; null where that is not known.</summary>
    public static IOperation? FindReferenced(ILocalReferenceOperation use) => FindInitialValue(use) is { } referenced && IsBefore(referenced, use) ? referenced : null;

    // Code that does not compile may use a variable in its own initial value.
    private static bool IsBefore(IOperation value, IOperation use) => value.Syntax.Span.End <= use.Syntax.SpanStart;

    private static bool IsChanged(ILocalReferenceOperation use) =>
        OperationContext.AncestorsOf(use).TakeWhile(ancestor => ancestor is not IBlockOperation).SelectMany(Mutation.TargetsOf).Any(target => target == use);
}
