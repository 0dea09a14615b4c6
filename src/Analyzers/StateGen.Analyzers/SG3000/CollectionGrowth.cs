using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>What the uses of a collection state do to its size.</summary>
internal static class CollectionGrowth
{
    // Keys of these types are so few that a map of them is bounded.
    private static readonly ImmutableHashSet<SpecialType> BoundedKeys = ImmutableHashSet.Create(SpecialType.System_Boolean, SpecialType.System_Byte, SpecialType.System_SByte);

    /// <summary>Whether a state is a collection that nothing but code bounds: a list, or a map of many possible keys, without a time to live.</summary>
    public static bool IsUnbounded(IPropertySymbol state) =>
        KnownTypes.IsState(state) && KnownTypes.IsCollection(state.Type) && !state.GetAttributes().Any(KnownTypes.IsTtlAttribute) && !HasBoundedKeys((INamedTypeSymbol)state.Type);

    /// <summary>What one use of a collection does.</summary>
    public static Growth Of(IPropertyReferenceOperation use) => OperationContext.ConsumerOf(use) switch
    {
        INameOfOperation => Growth.None,
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var key }] } entry => IsAssigned(entry) && !key.ConstantValue.HasValue ? Growth.Grows : Growth.None,
        IPropertyReferenceOperation => Growth.None,
        IInvocationOperation { Instance: not null, TargetMethod.Name: var method } => OfMethod(method),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } } => Growth.None,
        IForEachLoopOperation or ISpreadOperation => Growth.None,
        _ => Growth.Unknown,
    };

    private static Growth OfMethod(string method) => method switch
    {
        "Add" or "AddRange" => Growth.Grows,
        "TryGetValue" or "GetValueOrDefault" or "ContainsKey" or "GetEnumerator" => Growth.None,
        _ => Growth.Unknown,
    };

    private static bool IsAssigned(IPropertyReferenceOperation entry) =>
        entry.Parent is IAssignmentOperation assignment && assignment.Target == entry || entry.Parent is IIncrementOrDecrementOperation;

    private static bool HasBoundedKeys(INamedTypeSymbol collection) =>
        KnownTypes.IsMapState(collection) && (collection.TypeArguments[0].TypeKind == TypeKind.Enum || BoundedKeys.Contains(collection.TypeArguments[0].SpecialType));
}
