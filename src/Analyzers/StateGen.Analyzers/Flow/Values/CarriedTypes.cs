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
        { IsReferenceType: true } => type.SpecialType != SpecialType.System_String && !(type.IsSealed && IsReadOnlyRecord(type, depth)),
        { TypeKind: TypeKind.TypeParameter } => true,
        { IsRefLikeType: true } => true,
        INamedTypeSymbol { TypeKind: TypeKind.Struct } value => depth < MaxDepth && HasCarryingMember(value, depth),
        _ => true,
    };

    // A record that only its constructor and initializers fill. A reference assembly shows the properties and not their fields.
    private static bool IsReadOnlyRecord(ITypeSymbol type, int depth) => depth < MaxDepth && type is INamedTypeSymbol { IsRecord: true, BaseType: { } parent }
        && (parent.SpecialType == SpecialType.System_Object || IsReadOnlyRecord(parent, depth + 1))
        && type.GetMembers().All(member => member switch
        {
            IFieldSymbol { IsStatic: false } field => field.IsReadOnly && !Find(field.Type, depth + 1),
            IPropertySymbol { IsStatic: false, Name: not "EqualityContract" } property =>
                property.SetMethod is null or { IsInitOnly: true } && !Find(property.Type, depth + 1),
            _ => true,
        });

    // The type arguments count as well: reference assemblies leave out the private fields of generic structs.
    private static bool HasCarryingMember(INamedTypeSymbol type, int depth) =>
        type.TypeArguments.Any(argument => Find(argument, depth + 1))
        || (type.SpecialType == SpecialType.None
            && type.GetMembers().Any(member => member is IFieldSymbol { IsStatic: false } field && Find(field.Type, depth + 1)));
}
