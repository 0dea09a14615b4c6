using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Finds the code that an operation runs.</summary>
internal static class Callees
{
    /// <summary>Gets the kinds of operations that may have an effect, or run a method of the compilation.</summary>
    public static ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.FieldReference, OperationKind.ObjectCreation, OperationKind.MethodReference,
        OperationKind.Binary, OperationKind.Unary, OperationKind.Conversion,
    ];

    /// <summary>The members that an operation runs, as far as they are written in source. A delegate in a field counts as the code that it holds.</summary>
    public static IEnumerable<IMethodSymbol> Of(IOperation operation, SourceCode code, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } held } => HeldBy(held, code, cancellationToken),
        IInvocationOperation call => Source(call.TargetMethod).Concat(AccumulatorFunctions.Of(call.TargetMethod).SelectMany(Source)),
        IMethodReferenceOperation reference when RunsInPlace(reference) => Source(reference.Method),
        IObjectCreationOperation { Constructor: { } constructor } when IsInSource(constructor.ContainingType) => [constructor.OriginalDefinition],
        IPropertyReferenceOperation reference => Accessors(reference).SelectMany(Source),
        IBinaryOperation { OperatorMethod: { } method } => Source(method),
        IUnaryOperation { OperatorMethod: { } method } => Source(method),
        IConversionOperation { OperatorMethod: { } method } => Source(method),
        _ => [],
    };

    /// <summary>The code of the delegates that an expression holds, as far as the source shows it.</summary>
    public static IEnumerable<IMethodSymbol> HeldBy(IOperation held, SourceCode code, CancellationToken cancellationToken) =>
        ValueBefore(held) is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference && IsInSource(reference.Member)
            ? code.ValuesOf(reference.Member, cancellationToken).Select(FunctionOf).OfType<IMethodSymbol>()
            : [];

    /// <summary>The operations that code itself runs: those of delegates that it hands to other threads or keeps, and names, are left out.</summary>
    public static IEnumerable<IOperation> RunBy(IOperation code)
    {
        var open = new Stack<IOperation>([code]);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (operation is INameOfOperation || (operation != code && operation is ILocalFunctionOperation))
                continue;
            if (operation != code && operation is IAnonymousFunctionOperation && !RunsInPlace(operation))
                continue;
            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
                open.Push(child);
        }
    }

    /// <summary>Indicates whether a delegate may run where it is made: it is not handed to another thread, stored or returned.</summary>
    public static bool RunsInPlace(IOperation function)
    {
        var consumer = OperationContext.AncestorsOf(function)
            .FirstOrDefault(static ancestor => ancestor is not (IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation));
        return consumer switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !KnownMethods.IsOtherThread(call.TargetMethod) && !IsKept(call.TargetMethod),
            IArgumentOperation { Parent: IObjectCreationOperation } => false,
            IAssignmentOperation { Target: IMemberReferenceOperation } or IEventAssignmentOperation or IReturnOperation => false,
            ISymbolInitializerOperation and not IVariableInitializerOperation => false,
            _ => true,
        };
    }

    /// <summary>Indicates whether a member is written in the compilation.</summary>
    public static bool IsInSource(ISymbol member) => !member.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The function of an expression that is a lambda or a method group; null if it is neither.</summary>
    public static IMethodSymbol? FunctionOf(IOperation expression) => ValueBefore(expression) switch
    {
        IDelegateCreationOperation creation => FunctionOf(creation.Target),
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    private static bool IsKept(IMethodSymbol method) => !IsInSource(method) && KnownMethods.Keeps(method);

    // A variable that always has the same value counts as the value.
    private static IOperation ValueBefore(IOperation expression)
    {
        var value = OperationContext.Unwrap(expression);
        if (value is IConditionalAccessInstanceOperation && OperationContext.AccessedBy(value) is { } accessed)
            value = OperationContext.Unwrap(accessed);
        return value is ILocalReferenceOperation variable && LocalVariables.FindAssignedOnce(variable) is { } held ? ValueBefore(held) : value;
    }

    private static IEnumerable<IMethodSymbol> Source(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        return IsInSource(definition) ? [definition] : [];
    }

    private static IEnumerable<IMethodSymbol> Accessors(IPropertyReferenceOperation reference)
    {
        var isTarget = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
        if (reference.Property.GetMethod is { } get && !(isTarget && reference.Parent is ISimpleAssignmentOperation))
            yield return get;
        if (reference.Property.SetMethod is { } set && (isTarget || reference.Parent is IIncrementOrDecrementOperation))
            yield return set;
    }
}
