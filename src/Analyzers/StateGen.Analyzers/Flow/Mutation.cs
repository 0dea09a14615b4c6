using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>Recognizes mutations: assignments of variables, and calls and assignments that change a collection of the framework in place.</summary>
internal static class Mutation
{
    private static readonly ImmutableHashSet<string> ChangingMethods = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Add", "AddFirst", "AddLast", "AddOrUpdate", "AddRange", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "EnqueueDequeue",
        "ExceptWith", "GetOrAdd", "Insert", "InsertRange", "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst",
        "RemoveLast", "RemoveRange", "RemoveWhere", "Replace", "Reverse", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue", "TryPop",
        "TryRemove", "TryTake", "TryUpdate", "UnionWith");

    /// <summary>The targets that an operation changes, each as the field, property, parameter or local variable that holds it.</summary>
    public static IEnumerable<IOperation> TargetsOf(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements.Select(HolderOf),
        IAssignmentOperation assignment => [HolderOf(assignment.Target)],
        IIncrementOrDecrementOperation increment => [HolderOf(increment.Target)],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => [HolderOf(argument.Value)],
        IInvocationOperation { Instance: { } instance } invocation when ChangesInPlace(invocation.TargetMethod) => [HolderOf(instance)],
        _ => [],
    };

    /// <summary>Indicates whether a method changes the framework collection that it is called on.</summary>
    public static bool ChangesInPlace(IMethodSymbol method) => ChangingMethods.Contains(method.Name) && IsMutableCollection(method.ContainingType);

    /// <summary>Indicates whether a type is an array or another framework collection that can be changed in place.</summary>
    public static bool IsMutableCollection(ITypeSymbol type) => type is IArrayTypeSymbol || (type.ContainingNamespace?.ToDisplayString() switch
    {
        "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.ObjectModel" or "System.Collections" => true,
        "System.Text" => type.Name == "StringBuilder",
        _ => false,
    });

    /// <summary>Indicates whether a value is a new collection without elements.</summary>
    public static bool IsEmptyCollection(IOperation? value) => value is not null && OperationContext.Unwrap(value) switch
    {
        IObjectCreationOperation { Initializer: null, Type: { } type } creation => IsMutableCollection(type) && creation.Arguments.All(IsSize),
        IArrayCreationOperation { Initializer: null } => true,
        ICollectionExpressionOperation { Elements.IsEmpty: true } => true,
        _ => false,
    };

    private static bool IsSize(IArgumentOperation argument) => argument.IsImplicit || argument.Parameter?.Type.SpecialType == SpecialType.System_Int32
        || argument.Parameter?.Type.Name is "IEqualityComparer" or "IComparer";

    // A member of a struct, an element of an array and an entry of a collection change within the variable that holds them.
    private static IOperation HolderOf(IOperation target) => OperationContext.Unwrap(target) switch
    {
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance } => HolderOf(instance),
        IPropertyReferenceOperation { Instance: { Type.IsValueType: true } instance } => HolderOf(instance),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { Type: { } type } instance } when IsMutableCollection(type) =>
            HolderOf(instance),
        IArrayElementReferenceOperation element => HolderOf(element.ArrayReference),
        ILocalReferenceOperation { Local.RefKind: RefKind.Ref } variable when LocalVariables.FindInitialValue(variable) is { } referenced =>
            HolderOf(referenced),
        IInvocationOperation { TargetMethod: { ReturnsByRef: true, ContainingType.Name: "CollectionsMarshal" }, Arguments: [{ Value: var collection }, ..] } =>
            HolderOf(collection),
        var holder => holder,
    };
}
