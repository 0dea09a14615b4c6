using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Composes the codecs of collections from the runtime's generic ones and those of their elements.</summary>
internal sealed class CollectionParser(CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => CollectionTypes.Find(type) is not null;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var collection = CollectionTypes.Find(type)!;
        if (FindFault(type, collection) is { } fault)
            types.Refuse(RefusalKind.Unsupported, path, fault);
        else if (collection.ImmutableForm is { } form && !types.AdmitsMutable)
            types.Refuse(RefusalKind.Mutable, path, $"{DescribeMutable(type)} can be changed in place; use {form}, a ListState or a MapState{types.CopyAdvice}");
        if (types.Refusal is not null)
            return null;
        return IsBytes(type) ? UseBytes(type) : ParseElements(type, collection, path) is { } elements ? Use(type, collection, elements) : null;
    }

    private string? FindFault(ITypeSymbol type, CollectionType collection)
    {
        var first = CollectionTypes.ElementsOf(type).First();
        if (role == CodecRole.Key)
            return "a collection has no key encoding; use text, a number, or a record of these";
        if (collection.SchemaName == BuiltInTypes.Map && (first.NullableAnnotation == NullableAnnotation.Annotated || first.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T))
            return "a key of a map cannot be null";
        return collection.IsSorted && !OrderedTypes.IsOrdered(first)
            ? $"{TypeNames.InMessages(first)} has no order of its own: it does not implement IComparable<{TypeNames.InMessages(first).TrimEnd('?')}>"
            : null;
    }

    private List<TypeUse>? ParseElements(ITypeSymbol type, CollectionType collection, string path)
    {
        var uses = new List<TypeUse>();
        foreach (var element in CollectionTypes.ElementsOf(type))
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
        var arguments = string.Join(", ", elements.Select(element => $"{element.CSharpName}, {element.Codec}"));
        return new()
        {
            CSharpName = NameOf(type),
            SchemaName = $"{collection.SchemaName}<{string.Join(",", elements.Select(element => element.SchemaName))}>",
            Codec = $"{collection.Codec}<{arguments}>",
            Normalization = NormalizationOf(collection, elements),
            DefaultTest = collection.IsValueType ? DefaultTest.IsDefault : DefaultTest.IsNull,
            DefaultHasEncoding = collection.IsValueType,
            RefusesNull = !collection.IsValueType,
            IsMutable = collection.ImmutableForm is not null || elements.Any(element => element.IsMutable),
            NullableCodec = collection.IsValueType ? $"global::StateGen.Serialization.Collections.Nullable{collection.CodecStem}Codec<{arguments}>" : null,
        };
    }

    // A list that can be changed in place is copied as a whole, through its bytes.
    private static Normalization NormalizationOf(CollectionType collection, List<TypeUse> elements) => collection.ImmutableForm is not null
        ? collection.Normalization
        : elements.Select(element => element is { RefusesNull: true, Normalization: Normalization.None } ? Normalization.Checks : element.Normalization).Append(collection.Normalization).Max();

    private static bool IsBytes(ITypeSymbol type) => type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };

    private static TypeUse UseBytes(ITypeSymbol type) => new()
    {
        CSharpName = NameOf(type),
        SchemaName = "bytes",
        Codec = "global::StateGen.Serialization.Collections.ByteArrayCodec",
        Normalization = Normalization.Checks,
        DefaultTest = DefaultTest.IsNull,
        DefaultHasEncoding = false,
        RefusesNull = true,
        IsMutable = true,
    };

    private static string NameOf(ITypeSymbol type) => TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    private static string DescribeMutable(ITypeSymbol type) => type is IArrayTypeSymbol ? "an array" : TypeNames.InMessages(type).TrimEnd('?');
}
