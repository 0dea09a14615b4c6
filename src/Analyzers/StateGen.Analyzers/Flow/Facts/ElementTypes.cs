using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>Tells elements from their collections by their types, where both have one origin.</summary>
internal static class ElementTypes
{
    private const int MaxDepth = 4;

    /// <summary>Indicates whether an object is an element of the collection that an operation changes, and cannot refer to that collection.</summary>
    public static bool IsElementOf(IOperation element, IOperation change) => OperationContext.Unwrap(element).Type is INamedTypeSymbol type
        && CollectionOf(change) is INamedTypeSymbol collection && Mutation.IsMutableCollection(collection)
        && collection.TypeArguments.Any(argument => Same(argument, type)) && !MayReach(type, collection, 0);

    private static ITypeSymbol? CollectionOf(IOperation change) => change switch
    {
        IInvocationOperation { Instance: { Type: var type }, TargetMethod: var method } when Mutation.ChangesInPlace(method) => type,
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } } => instance.Type,
        _ => null,
    };

    // What cannot be seen may hold anything.
    private static bool MayReach(ITypeSymbol type, ITypeSymbol collection, int depth)
    {
        if (type.SpecialType is not (SpecialType.None or SpecialType.System_Object) || type.TypeKind == TypeKind.Enum)
            return false;
        if (depth >= MaxDepth || Same(type, collection) || type.TypeKind is TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Dynamic
            || type.SpecialType == SpecialType.System_Object)
            return true;
        return type switch
        {
            IArrayTypeSymbol array => MayReach(array.ElementType, collection, depth + 1),
            INamedTypeSymbol named when KnownMethods.IsOfFramework(named) =>
                named.TypeArguments.Any(argument => MayReach(argument, collection, depth + 1)),
            INamedTypeSymbol named => BaseTypes.Of(named).Prepend(named).SelectMany(static declared => declared.GetMembers()).OfType<IFieldSymbol>()
                .Any(field => !field.IsStatic && MayReach(field.Type, collection, depth + 1)),
            _ => true,
        };
    }

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
