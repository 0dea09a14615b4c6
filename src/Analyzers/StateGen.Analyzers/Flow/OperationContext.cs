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

    /// <summary>What a variable holds that is never assigned again; null where that is not known.</summary>
    public static IOperation? InitialValueOf(ILocalReferenceOperation variable)
    {
        var operations = RootOf(variable).Descendants().ToArray();
        return operations.OfType<IAssignmentOperation>().Any(assignment => assignment.Target is ILocalReferenceOperation { Local: var assigned } && Is(assigned))
            ? null
            : operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => Is(declarator.Symbol))?.GetVariableInitializer()?.Value is { } value && IsBefore(value) ? value : null;

        // Code that does not compile may use a variable in its own initial value.
        bool IsBefore(IOperation value) => value.Syntax.Span.End <= variable.Syntax.SpanStart;
        bool Is(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, variable.Local);
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
