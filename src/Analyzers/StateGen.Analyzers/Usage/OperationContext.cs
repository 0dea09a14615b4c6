using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Usage;

/// <summary>What stands around an operation.</summary>
internal static class OperationContext
{
    /// <summary>Whether an operation is only named, by <c>nameof</c>.</summary>
    public static bool IsInName(IOperation operation) => AncestorsOf(operation).Any(ancestor => ancestor is INameOfOperation);

    /// <summary>Whether an operation is in a lambda or a local function.</summary>
    public static bool IsInFunction(IOperation operation) => FunctionOf(operation) is not null;

    /// <summary>The lambda or local function that contains an operation; null where only its member does.</summary>
    public static IOperation? FunctionOf(IOperation operation) => AncestorsOf(operation).FirstOrDefault(ancestor => ancestor is IAnonymousFunctionOperation or ILocalFunctionOperation);

    /// <summary>The body that contains an operation.</summary>
    public static IOperation RootOf(IOperation operation) => AncestorsOf(operation).LastOrDefault() ?? operation;

    /// <summary>What is converted, and put into parentheses.</summary>
    public static IOperation Unwrap(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        _ => operation,
    };

    /// <summary>What takes an expression, conversions aside.</summary>
    public static IOperation? ConsumerOf(IOperation expression) => AncestorsOf(expression).FirstOrDefault(ancestor => ancestor is not (IConversionOperation or IParenthesizedOperation));

    /// <summary>What contains an operation, from the inside out.</summary>
    public static IEnumerable<IOperation> AncestorsOf(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
            yield return ancestor;
    }
}
