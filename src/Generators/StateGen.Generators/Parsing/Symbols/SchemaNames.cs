using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>The names of types in schemas: the runtime's <c>TypeExpression</c> describes them.</summary>
internal static class SchemaNames
{
    public static string Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Of(nullable.TypeArguments[0]) + "?";
        var name = ScalarTypes.Find(type)?.SchemaName ?? type switch
        {
            INamedTypeSymbol named => OfNamed(named),
            ITypeParameterSymbol => $"${type.Name}",
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "bytes",
            IArrayTypeSymbol { Rank: 1 } array => $"{BuiltInTypes.List}<{Of(array.ElementType)}>",
            IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
            _ => TypeNames.InMessages(type),
        };
        return name + (type is { IsValueType: false, NullableAnnotation: NullableAnnotation.Annotated } ? "?" : "");
    }

    /// <summary>The name of a type without regard to whether this use of it admits null.</summary>
    public static string OfNamed(INamedTypeSymbol type)
    {
        if (TupleTypes.IsTuple(type))
            return Construct(BuiltInTypes.Tuple, TupleTypes.ElementsOf(type));
        return Construct(CollectionTypes.Find(type)?.SchemaName ?? TypeNames.InMetadata(type), ArgumentsOf(type));
    }

    private static string Construct(string name, IEnumerable<ITypeSymbol> arguments)
    {
        var list = string.Join(",", arguments.Select(Of));
        return list.Length == 0 ? name : $"{name}<{list}>";
    }

    private static IEnumerable<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? ArgumentsOf(outer) : []).Concat(type.TypeArguments);
}
