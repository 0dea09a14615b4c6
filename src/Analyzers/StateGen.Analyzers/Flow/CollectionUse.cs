using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Recognizes uses of map and list states.</summary>
internal static class CollectionUse
{
    private static readonly ImmutableHashSet<string> ChangingMethods =
        ImmutableHashSet.Create(StringComparer.Ordinal, "Add", "AddRange", "Clear", "Remove", "Update");

    // Methods of Enumerable that read their source while the result is enumerated. The others read the whole source first.
    private static readonly ImmutableHashSet<string> StreamingMethods = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Append", "AsEnumerable", "Cast", "Chunk", "Concat", "DefaultIfEmpty", "Distinct", "DistinctBy", "Index", "OfType", "Prepend",
        "Select", "SelectMany", "Skip", "SkipWhile", "Take", "TakeWhile", "Where", "Zip");

    /// <summary>The collection state that an expression is, or that it reads while it is enumerated; null if there is none.</summary>
    public static IPropertySymbol? FindStreamed(IOperation expression) => expression switch
    {
        IConversionOperation conversion => FindStreamed(conversion.Operand),
        ITranslatedQueryOperation query => FindStreamed(query.Operation),
        IPropertyReferenceOperation reference when IsHandle(reference) => reference.Property,
        ILocalReferenceOperation variable when FindHandle(variable) is { } value => FindStreamed(value),
        IPropertyReferenceOperation { Property.Name: "Keys" or "Values", Instance: { } instance } => FindStreamed(instance),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" } method, Arguments: [{ Value: var source }, ..] }
            when StreamingMethods.Contains(method.Name) => FindStreamed(source),
        _ => null,
    };

    /// <summary>Indicates whether an operation changes any collection state.</summary>
    public static bool IsChange(IOperation operation) =>
        IsClear(operation) || (HandleChangedBy(operation) is { Type: { } type } && KnownTypes.IsCollection(type));

    /// <summary>Indicates whether an operation changes the given collection state.</summary>
    public static bool Changes(IOperation operation, IPropertySymbol state) =>
        IsClear(operation) || (HandleChangedBy(operation) is { } handle && IsHandle(handle, state));

    /// <summary>Indicates whether an expression is the handle of the given collection state.</summary>
    public static bool IsHandle(IOperation expression, IPropertySymbol state) =>
        expression is IPropertyReferenceOperation { Property: var property } ? SymbolEqualityComparer.Default.Equals(property, state)
        : expression is ILocalReferenceOperation variable && FindHandle(variable) is { } value && IsHandle(value, state);

    // The initial value of a variable that holds a handle.
    private static IOperation? FindHandle(ILocalReferenceOperation variable) =>
        KnownTypes.IsCollection(variable.Local.Type) ? LocalVariables.FindAssignedOnce(variable) : null;

    private static bool IsHandle(IPropertyReferenceOperation reference) =>
        OperatorMembers.IsState(reference.Property) && KnownTypes.IsCollection(reference.Property.Type);

    private static bool IsClear(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "ClearState" } method } && OperatorMembers.IsState(method);

    private static IOperation? HandleChangedBy(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod: { } method } => ChangingMethods.Contains(method.Name) ? instance : null,
        IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } } => instance,
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Instance: { } instance } } => instance,
        _ => null,
    };
}
