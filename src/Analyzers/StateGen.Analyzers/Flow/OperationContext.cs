using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>What stands around an operation.</summary>
internal static class OperationContext
{
    /// <summary>Whether an operation is only named, by <c>nameof</c>.</summary>
    public static bool IsInName(IOperation operation) => AncestorsOf(operation).Any(ancestor => ancestor is INameOfOperation);

    /// <summary>Whether an operation runs at another time than its member: in a lambda, or in a local function that only lambdas call, if any code does.</summary>
    public static bool IsDeferred(IOperation operation) => IsDeferred(operation, []);

    /// <summary>The lambda or local function that contains an operation; null where only its member does.</summary>
    public static IOperation? FunctionOf(IOperation operation) => AncestorsOf(operation).FirstOrDefault(ancestor => ancestor is IAnonymousFunctionOperation or ILocalFunctionOperation);

    /// <summary>The member whose code an operation is in.</summary>
    public static ISymbol MemberOf(IOperation operation)
    {
        var symbol = operation.SemanticModel!.GetEnclosingSymbol(operation.Syntax.SpanStart)!;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            symbol = symbol.ContainingSymbol;
        return symbol;
    }

    /// <summary>The body that contains an operation.</summary>
    public static IOperation RootOf(IOperation operation) => AncestorsOf(operation).LastOrDefault() ?? operation;

    // Functions that only call each other are not called at all.
    private static bool IsDeferred(IOperation operation, HashSet<IOperation> seen) => FunctionOf(operation) switch
    {
        null => false,
        ILocalFunctionOperation function => !seen.Add(function) || CallsOf(function).All(call => IsDeferred(call, seen)),
        _ => true,
    };

    private static IEnumerable<IOperation> CallsOf(ILocalFunctionOperation function) => RootOf(function).Descendants()
        .Where(operation => operation is IInvocationOperation { TargetMethod: var method } && SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, function.Symbol));

    /// <summary>What is converted, and put into parentheses.</summary>
    public static IOperation Unwrap(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        _ => operation,
    };

    /// <summary>The expression before the <c>?.</c> whose value an operation accesses; null in code that does not compile.</summary>
    /// <remarks>In <c>a?.B?.C</c> the access of <c>C</c> contains <c>.B</c>, which accesses <c>a</c>: only accesses whose right side contains the operation count.</remarks>
    public static IOperation? AccessedBy(IOperation operation)
    {
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner)
                return access.Operation;
        }

        return null;
    }

    /// <summary>What takes an expression, conversions aside.</summary>
    public static IOperation? ConsumerOf(IOperation expression) => AncestorsOf(expression).FirstOrDefault(ancestor => ancestor is not (IConversionOperation or IParenthesizedOperation));

    /// <summary>What contains an operation, from the inside out.</summary>
    public static IEnumerable<IOperation> AncestorsOf(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
            yield return ancestor;
    }
}
