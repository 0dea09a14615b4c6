using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using static StateGen.Generators.Model.NormalizationEffect;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Composes the codecs of collections from the runtime's generic codecs and the codecs of their elements.</summary>
internal sealed class CollectionParser(CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => CollectionTypeTable.Find(type) is not null;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var collection = CollectionTypeTable.Find(type)!;
        if (FindFault(type, collection) is { } fault)
            types.Refuse(RefusalKind.Unsupported, path, fault);
        else if (collection.ImmutableForm is { } form && !types.AdmitsMutable)
            types.Refuse(RefusalKind.Mutable, path, $"{DescribeMutable(type)} is mutable; use {form}, a ListState or a MapState{types.CopyAdvice}");
        if (types.Refusal is not null)
            return null;
        return IsBytes(type) ? UseBytes(type) : ParseElements(type, collection, path) is { } elements ? Use(type, collection, elements) : null;
    }

    private string? FindFault(ITypeSymbol type, CollectionType collection)
    {
        var first = CollectionTypeTable.ElementsOf(type).First();
        if (role == CodecRole.Key)
            return "collections cannot be encoded as keys; use a string, a number or a record of these";
        if (collection.SchemaName == BuiltInTypes.Map && IsNullable(first))
            return "map keys cannot be null";
        return collection.IsSorted && !OrderedTypes.IsOrdered(first)
            ? $"{TypeNames.InMessages(first)} cannot be sorted because it does not implement IComparable<{TypeNames.InMessages(first).TrimEnd('?')}>"
            : null;
    }

    private static bool IsNullable(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private List<TypeUse>? ParseElements(ITypeSymbol type, CollectionType collection, string path)
    {
        var uses = new List<TypeUse>();
        foreach (var element in CollectionTypeTable.ElementsOf(type))
        {
            var elementPath = collection.SchemaName != BuiltInTypes.Map ? $"{path}[]" : uses.Count == 0 ? $"{path}.Keys" : $"{path}.Values";
            if (types.ParseOptional(element, elementPath, TypeUseParser.MayBeNull(element)) is not { } use)
                return null;
            uses.Add(use);
        }

        return uses;
    }

    private static TypeUse Use(ITypeSymbol type, CollectionType collection, List<TypeUse> elements)
    {
        var name = NameOf(type);
        return new()
        {
            CSharpName = name,
            SchemaName = $"{collection.SchemaName}<{string.Join(",", elements.Select(element => element.SchemaName))}>",
            Codec = collection.CodecOf(name, elements),
            NormalizationEffect = NormalizationOf(collection, elements),
            DefaultTest = collection.IsValueType ? DefaultTest.IsDefault : DefaultTest.IsNull,
            DefaultHasEncoding = collection.IsValueType,
            RefusesNull = !collection.IsValueType,
            IsMutable = collection.ImmutableForm is not null || elements.Any(element => element.IsMutable),
            NullableCodec = collection.IsValueType ? CollectionType.ArrayCodecOf($"Nullable{collection.Stem}", elements) : null,
        };
    }

    // A collection that can be changed in place is copied as a whole, through its bytes, so the effects of its elements do not count.
    private static NormalizationEffect NormalizationOf(CollectionType collection, List<TypeUse> elements) => collection.ImmutableForm is not null
        ? collection.NormalizationEffect
        : elements.Select(NormalizationOf).Append(collection.NormalizationEffect).Max();

    private static NormalizationEffect NormalizationOf(TypeUse element) =>
        element is { RefusesNull: true, NormalizationEffect: NormalizationEffect.None } ? NormalizationEffect.Checks : element.NormalizationEffect;

    private static bool IsBytes(ITypeSymbol type) => type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };

    private static TypeUse UseBytes(ITypeSymbol type) => new()
    {
        CSharpName = NameOf(type),
        SchemaName = "bytes",
        Codec = "global::StateGen.Serialization.Collections.ByteArrayCodec",
        NormalizationEffect = NormalizationEffect.Checks,
        DefaultTest = DefaultTest.IsNull,
        DefaultHasEncoding = false,
        RefusesNull = true,
        IsMutable = true,
    };

    private static string NameOf(ITypeSymbol type) => TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    private static string DescribeMutable(ITypeSymbol type) => type is IArrayTypeSymbol ? "an array" : TypeNames.InMessages(type).TrimEnd('?');
}

/// <summary>A collection type of .NET for which the runtime has a generic codec.</summary>
/// <param name="Namespace">The namespace of the type.</param>
/// <param name="SchemaName">The kind of the collection in type expressions, regardless of its type.</param>
/// <param name="Stem">The start of the name of its shape; if <see cref="IsArray"/> is true, the start of the name of its codec.</param>
/// <param name="NormalizationEffect">The minimum effect of the codec's <c>Normalize</c>.</param>
internal sealed record CollectionType(string Namespace, string SchemaName, string Stem, NormalizationEffect NormalizationEffect)
{
    private const string Codecs = "global::StateGen.Serialization.Collections";

    /// <summary>Gets the name of the collection to use instead, if the collection can be changed in place; otherwise, null.</summary>
    public string? ImmutableForm { get; init; }

    /// <summary>Gets a value indicating whether the collection sorts its elements or keys, which must therefore be comparable.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Gets a value indicating whether the collection is a value type.</summary>
    public bool IsValueType { get; init; }

    /// <summary>Gets a value indicating whether the collection has a codec of its own, instead of a shape for the codec of its kind.</summary>
    public bool IsArray { get; init; }

    /// <summary>Returns the codec of a collection of this type.</summary>
    /// <param name="name">The collection in C#.</param>
    /// <param name="elements">The uses of its elements, or of its keys and values.</param>
    public string CodecOf(string name, List<TypeUse> elements)
    {
        if (IsArray)
            return ArrayCodecOf(Stem, elements);
        var shape = $"{Codecs}.{Stem}Shape<{string.Join(", ", elements.Select(element => element.CSharpName))}>";
        return $"{Codecs}.{KindStem}Codec<{name}, {shape}, {ArgumentsOf(elements)}>";
    }

    public static string ArrayCodecOf(string stem, List<TypeUse> elements) => $"{Codecs}.{stem}Codec<{ArgumentsOf(elements)}>";

    private string KindStem => SchemaName switch
    {
        BuiltInTypes.List => "List",
        BuiltInTypes.Set => "Set",
        _ => "Dictionary",
    };

    private static string ArgumentsOf(List<TypeUse> elements) => string.Join(", ", elements.Select(element => $"{element.CSharpName}, {element.Codec}"));
}

/// <summary>The table of collections, which maps C# types to their kinds in schemas and their codecs.</summary>
internal static class CollectionTypeTable
{
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";
    private const string Frozen = "System.Collections.Frozen";
    private const string ObjectModel = "System.Collections.ObjectModel";

    private static readonly Dictionary<string, CollectionType> ByMetadataName = new(StringComparer.Ordinal)
    {
        ["ImmutableArray`1"] = new(Immutable, BuiltInTypes.List, "ImmutableArray", None) { IsArray = true, IsValueType = true },
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

    private static readonly CollectionType Array = new("", BuiltInTypes.List, "Array", Checks) { ImmutableForm = "ImmutableArray", IsArray = true };

    /// <summary>Finds the entry of a type; null if the type is not a collection, or is one without a codec.</summary>
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

/// <summary>Recognizes the types that sorted collections can compare without a comparer.</summary>
internal static class OrderedTypes
{
    public static bool IsOrdered(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsOrdered(nullable.TypeArguments[0]),
        INamedTypeSymbol tuple when TupleTypes.IsTuple(tuple) => !TupleTypes.IsPair(tuple) && TupleTypes.ElementsOf(tuple).All(IsOrdered),
        { TypeKind: TypeKind.Enum } => true,
        _ => type.AllInterfaces.Any(implemented => IsComparable(implemented, type)),
    };

    private static bool IsComparable(INamedTypeSymbol implemented, ITypeSymbol type) =>
        implemented is { Name: "IComparable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        && (implemented.TypeArguments.Length == 0 || SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type));
}
