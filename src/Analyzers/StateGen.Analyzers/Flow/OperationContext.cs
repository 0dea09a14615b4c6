using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Provides the context of an operation: its ancestors, its function and its member.</summary>
internal static class OperationContext
{
    /// <summary>Indicates whether an operation is part of a <c>nameof</c> expression, which does not run it.</summary>
    public static bool IsInName(IOperation operation) => AncestorsOf(operation).Any(ancestor => ancestor is INameOfOperation);

    /// <summary>The outermost operation around an operation: the body of its member.</summary>
    public static IOperation RootOf(IOperation operation) => AncestorsOf(operation).LastOrDefault() ?? operation;

    /// <summary>The expression inside conversions and parentheses.</summary>
    public static IOperation Unwrap(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        _ => operation,
    };

    /// <summary>The expression before the <c>?.</c> whose value an operation accesses; null in code that does not compile.</summary>
    /// <remarks>
    /// In <c>a?.B?.C</c> the access of <c>C</c> contains <c>.B</c>, which accesses <c>a</c>: only accesses whose right side contains the operation count.
    /// </remarks>
    public static IOperation? AccessedBy(IOperation operation)
    {
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner)
                return access.Operation;
        }

        return null;
    }

    /// <summary>The operation that uses an expression, without the conversions and parentheses in between.</summary>
    public static IOperation? ConsumerOf(IOperation expression) =>
        AncestorsOf(expression).FirstOrDefault(ancestor => ancestor is not (IConversionOperation or IParenthesizedOperation));

    /// <summary>The operations that contain an operation, innermost first.</summary>
    public static IEnumerable<IOperation> AncestorsOf(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
            yield return ancestor;
    }
}
