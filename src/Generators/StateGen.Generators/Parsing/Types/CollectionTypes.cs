using Microsoft.CodeAnalysis;
using static StateGen.Generators.Model.Normalization;

namespace StateGen.Generators.Parsing.Types;

/// <summary>The one table of collections: the C# type ↔ its kind in schemas ↔ its codec.</summary>
internal static class CollectionTypes
{
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";
    private const string Frozen = "System.Collections.Frozen";
    private const string ObjectModel = "System.Collections.ObjectModel";

    private static readonly Dictionary<string, CollectionType> ByMetadataName = new(StringComparer.Ordinal)
    {
        ["ImmutableArray`1"] = new(Immutable, BuiltInTypes.List, "ImmutableArray", None) { IsValueType = true },
        ["ImmutableList`1"] = new(Immutable, BuiltInTypes.List, "ImmutableList", None),
        ["ImmutableQueue`1"] = new(Immutable, BuiltInTypes.List, "ImmutableQueue", None),
        ["ImmutableStack`1"] = new(Immutable, BuiltInTypes.List, "ImmutableStack", None),
        ["IReadOnlyList`1"] = new(Generic, BuiltInTypes.List, "ReadOnlyListInterface", Changes),
        ["IReadOnlyCollection`1"] = new(Generic, BuiltInTypes.List, "ReadOnlyCollectionInterface", Changes),
        ["ReadOnlyCollection`1"] = new(ObjectModel, BuiltInTypes.List, "ReadOnlyCollection", Changes),
        ["ImmutableHashSet`1"] = new(Immutable, BuiltInTypes.Set, "ImmutableHashSet", Checks),
        ["ImmutableSortedSet`1"] = new(Immutable, BuiltInTypes.Set, "ImmutableSortedSet", Checks) { IsSorted = true },
        ["FrozenSet`1"] = new(Frozen, BuiltInTypes.Set, "FrozenSet", Checks),
        ["IReadOnlySet`1"] = new(Generic, BuiltInTypes.Set, "ReadOnlySetInterface", Changes),
        ["ReadOnlySet`1"] = new(ObjectModel, BuiltInTypes.Set, "ReadOnlySet", Changes),
        ["ImmutableDictionary`2"] = new(Immutable, BuiltInTypes.Map, "ImmutableDictionary", Checks),
        ["ImmutableSortedDictionary`2"] = new(Immutable, BuiltInTypes.Map, "ImmutableSortedDictionary", Checks) { IsSorted = true },
        ["FrozenDictionary`2"] = new(Frozen, BuiltInTypes.Map, "FrozenDictionary", Checks),
        ["IReadOnlyDictionary`2"] = new(Generic, BuiltInTypes.Map, "ReadOnlyDictionaryInterface", Changes),
        ["ReadOnlyDictionary`2"] = new(ObjectModel, BuiltInTypes.Map, "ReadOnlyDictionary", Changes),
        ["List`1"] = new(Generic, BuiltInTypes.List, "List", Checks) { ImmutableForm = "ImmutableArray" },
        ["Queue`1"] = new(Generic, BuiltInTypes.List, "Queue", Checks) { ImmutableForm = "ImmutableQueue" },
        ["Stack`1"] = new(Generic, BuiltInTypes.List, "Stack", Checks) { ImmutableForm = "ImmutableStack" },
        ["LinkedList`1"] = new(Generic, BuiltInTypes.List, "LinkedList", Checks) { ImmutableForm = "ImmutableList" },
        ["HashSet`1"] = new(Generic, BuiltInTypes.Set, "HashSet", Checks) { ImmutableForm = "ImmutableHashSet" },
        ["SortedSet`1"] = new(Generic, BuiltInTypes.Set, "SortedSet", Checks) { ImmutableForm = "ImmutableSortedSet", IsSorted = true },
        ["Dictionary`2"] = new(Generic, BuiltInTypes.Map, "Dictionary", Checks) { ImmutableForm = "ImmutableDictionary" },
        ["SortedDictionary`2"] = new(Generic, BuiltInTypes.Map, "SortedDictionary", Checks) { ImmutableForm = "ImmutableSortedDictionary", IsSorted = true },
    };

    private static readonly CollectionType Array = new("", BuiltInTypes.List, "Array", Checks) { ImmutableForm = "ImmutableArray" };

    /// <summary>The collection that a type is; null when it is none, or one without a codec.</summary>
    public static CollectionType? Find(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } => Array,
        INamedTypeSymbol { ContainingType: null } named when ByMetadataName.TryGetValue(named.MetadataName, out var collection)
            && named.ContainingNamespace.ToDisplayString() == collection.Namespace => collection,
        _ => null,
    };

    public static IEnumerable<ITypeSymbol> ElementsOf(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? [array.ElementType] : ((INamedTypeSymbol)type).TypeArguments;
}
