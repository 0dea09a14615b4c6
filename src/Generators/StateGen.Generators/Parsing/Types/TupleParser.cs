using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Describes tuples and key-value pairs by their elements.</summary>
internal sealed class TupleParser(TypeUseParser types) : IShapeParser
{
    public bool Accepts(INamedTypeSymbol type) => TupleTypes.IsTuple(type);

    public CodecShape? Parse(INamedTypeSymbol type, bool isNested, string path)
    {
        if (types.Dialect == Dialect.MessagePackCSharp && TupleTypes.ElementsOf(type).Skip(TupleShape.ElementsPerPart).Any())
            types.Refuse(RefusalKind.Unsupported, path, $"a tuple in a [MessagePackObject] can have at most {TupleShape.ElementsPerPart} elements");
        var members = new List<MemberModel>();
        foreach (var element in TupleTypes.ElementsOf(type))
        {
            var name = NameOf(type, members.Count);
            if (types.Refusal is not null || types.Parse(element, $"{path}.{name}", TypeUseParser.MayBeNull(element)) is not { } use)
                return null;
            members.Add(new() { Name = AccessTo(name, members.Count), Type = use, IsSetByConstructor = true });
        }

        return new TupleShape
        {
            Members = members.ToEquatableArray(),
            MayBeDerivedFrom = type.IsReferenceType,
            Parts = TupleTypes.PartsOf(type).Select(part => TypeNames.InCode(part.WithNullableAnnotation(NullableAnnotation.NotAnnotated))).ToEquatableArray(),
        };
    }

    private static string NameOf(INamedTypeSymbol type, int index) => TupleTypes.IsPair(type)
        ? index == 0 ? "Key" : "Value"
        : $"Item{index + 1}";

    // Item9 of a long tuple is Rest.Item2. Only value tuples also have the short name.
    private static string AccessTo(string name, int index)
    {
        var part = index / TupleShape.ElementsPerPart;
        return part == 0
            ? name
            : string.Concat(Enumerable.Repeat("Rest.", part)) + $"Item{(index % TupleShape.ElementsPerPart) + 1}";
    }
}

/// <summary>Recognizes value tuples and reference tuples, with any number of elements, and key-value pairs.</summary>
internal static class TupleTypes
{
    private const string Pair = "KeyValuePair`2";

    public static bool IsTuple(ITypeSymbol type) => type is INamedTypeSymbol { ContainingType: null } named && (IsPair(named) || IsPart(named));

    public static bool IsPair(INamedTypeSymbol type) => type is { MetadataName: Pair, ContainingNamespace: { Name: "Generic", ContainingNamespace: { } outer } }
        && outer is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Returns the types of all elements, including those of the tuples that hold the rest of a long tuple.</summary>
    public static IEnumerable<ITypeSymbol> ElementsOf(INamedTypeSymbol tuple) =>
        PartsOf(tuple).SelectMany(part => part.TypeArguments.Take(TupleShape.ElementsPerPart));

    /// <summary>Returns the tuple, the tuple that holds its rest, and so on.</summary>
    public static IEnumerable<INamedTypeSymbol> PartsOf(INamedTypeSymbol tuple)
    {
        for (var part = tuple; part is not null; part = RestOf(part))
            yield return part;
    }

    private static INamedTypeSymbol? RestOf(INamedTypeSymbol part) =>
        part.TypeArguments.Length > TupleShape.ElementsPerPart ? (INamedTypeSymbol)part.TypeArguments[TupleShape.ElementsPerPart] : null;

    private static bool IsPart(INamedTypeSymbol type) =>
        type is { Name: "ValueTuple" or "Tuple", TypeArguments.Length: > 0 }
        && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
        && (type.TypeArguments.Length <= TupleShape.ElementsPerPart
            || (type.TypeArguments[TupleShape.ElementsPerPart] is INamedTypeSymbol rest && rest.Name == type.Name && IsPart(rest)));
}
