using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;
using StateGen.Schemas;

namespace StateGen.Analyzers.SG3000;

/// <summary>Finds collections inside the values of state.</summary>
internal static class HeldCollections
{
    /// <summary>The collection that a value is or holds; null where there is none. Bytes are no collection: they are read as a whole.</summary>
    public static ITypeSymbol? Find(ITypeSymbol type) => Find(type, new(SymbolEqualityComparer.Default));

    /// <summary>The collection state that would keep the elements one by one.</summary>
    public static string StateFor(ITypeSymbol collection)
    {
        var elements = CollectionTypes.ElementsOf(collection).Select(TypeNames.InMessages).ToArray();
        return CollectionTypes.Find(collection)!.SchemaName switch
        {
            BuiltInTypes.Map => $"MapState<{string.Join(", ", elements)}>",
            BuiltInTypes.Set => $"MapState<{elements[0]}, bool>",
            _ => $"ListState<{elements[0]}>",
        };
    }

    /// <summary>Whether a value is an immutable list or dictionary itself, whose uses have counterparts in a collection state.</summary>
    public static bool IsReplaceable(IPropertySymbol state, ITypeSymbol collection) =>
        collection.MetadataName is "ImmutableArray`1" or "ImmutableList`1" or "ImmutableDictionary`2"
        && (SymbolEqualityComparer.Default.Equals(state.Type, collection) || state.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T);

    private static ITypeSymbol? Find(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] })
            return Find(underlying, seen);
        if (CollectionTypes.Find(type) is not null)
            return CollectionTypes.ElementsOf(type).First().SpecialType == SpecialType.System_Byte ? null : type;
        return seen.Add(type) ? FieldTypesOf(type).Select(field => Find(field, seen)).FirstOrDefault(found => found is not null) : null;
    }

    // Fields, because a property may compute what it returns.
    private static IEnumerable<ITypeSymbol> FieldTypesOf(ITypeSymbol type) => type.DeclaringSyntaxReferences.IsEmpty && !type.IsTupleType
        ? []
        : type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic).Select(field => field.Type);
}
