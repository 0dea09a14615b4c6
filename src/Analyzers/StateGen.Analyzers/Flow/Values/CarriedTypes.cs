using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Determines whether a value of a type can refer to an object that can change, so that it must be followed. Thread-safe.</summary>
internal sealed class CarriedTypes
{
    private const int MaxDepth = 3;

    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool MayCarry(ITypeSymbol? type) => type is not null && type.SpecialType is SpecialType.None or SpecialType.System_Object or SpecialType.System_Array
        or (>= SpecialType.System_Collections_IEnumerable and <= SpecialType.System_Collections_Generic_IEnumerator_T)
        or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
        or SpecialType.System_Nullable_T
        && _known.GetOrAdd(type, unknown => Find(unknown, 0));

    private static bool Find(ITypeSymbol type, int depth) => type switch
    {
        { TypeKind: TypeKind.Enum or TypeKind.Pointer or TypeKind.FunctionPointer } => false,
        { IsReferenceType: true } => type.SpecialType != SpecialType.System_String,
        { TypeKind: TypeKind.TypeParameter } => true,
        { IsRefLikeType: true } => true,
        INamedTypeSymbol { TypeKind: TypeKind.Struct } value => depth < MaxDepth && HasCarryingMember(value, depth),
        _ => true,
    };

    // The type arguments count as well: reference assemblies leave out the private fields of generic structs.
    private static bool HasCarryingMember(INamedTypeSymbol type, int depth) =>
        type.TypeArguments.Any(argument => Find(argument, depth + 1))
        || (type.SpecialType == SpecialType.None
            && type.GetMembers().Any(member => member is IFieldSymbol { IsStatic: false } field && Find(field.Type, depth + 1)));
}
