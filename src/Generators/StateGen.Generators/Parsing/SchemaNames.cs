using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

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
            IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
            _ => TypeNames.InMessages(type),
        };
        return name + (type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } ? "?" : "");
    }

    /// <summary>The name of a type without regard to whether this use of it admits null.</summary>
    public static string OfNamed(INamedTypeSymbol type)
    {
        var arguments = ArgumentsOf(type).Select(Of).ToArray();
        return TypeNames.InMetadata(type) + (arguments.Length == 0 ? "" : $"<{string.Join(",", arguments)}>");
    }

    private static IEnumerable<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? ArgumentsOf(outer) : []).Concat(type.TypeArguments);
}
