using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>Finds the cases that are declared on an interface or class, by <c>[UnionCase]</c> or else by the <c>[Union]</c> of MessagePack-CSharp.</summary>
internal static class UnionCases
{
    public static bool IsUnion(ITypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Interface && Declarations(type).Any();

    /// <summary>The tags and types in the order of the tags; a type is null where the attribute has none that is understood.</summary>
    public static IEnumerable<(int Tag, INamedTypeSymbol? Type)> Find(INamedTypeSymbol union) => Declarations(union)
        .Select(attribute => attribute.ConstructorArguments is [{ Value: int tag }, { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type }]
            ? (tag, Construct(type, union))
            : (-1, null))
        .OrderBy(single => single.Item1);

    private static IEnumerable<AttributeData> Declarations(ITypeSymbol type)
    {
        var attributes = type.GetAttributes();
        return attributes.Any(KnownTypes.IsUnionCaseAttribute) ? attributes.Where(KnownTypes.IsUnionCaseAttribute) : attributes.Where(MessagePackAttributes.IsUnion);
    }

    /// <summary>Gives a generic case, as in <c>typeof(Some&lt;&gt;)</c>, the arguments that make it a case of this construction of the union.</summary>
    private static INamedTypeSymbol? Construct(INamedTypeSymbol declared, INamedTypeSymbol union)
    {
        if (!declared.IsUnboundGenericType)
            return declared;
        var definition = declared.OriginalDefinition;
        var implemented = BaseTypes(definition).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, union.OriginalDefinition));
        var arguments = implemented is null ? [] : definition.TypeParameters.Select(parameter => FindArgument(parameter, implemented, union)).ToImmutableArray();
        return arguments.Length == 0 || arguments.Contains(null)
            ? null
            : definition.Construct(arguments.CastArray<ITypeSymbol>(), [.. arguments.Select(argument => argument!.NullableAnnotation)]);
    }

    private static ITypeSymbol? FindArgument(ITypeParameterSymbol parameter, INamedTypeSymbol implemented, INamedTypeSymbol union)
    {
        var position = implemented.TypeArguments.IndexOf(parameter, SymbolEqualityComparer.Default);
        return position < 0 ? null : union.TypeArguments[position];
    }

    /// <summary>What a type derives from and implements.</summary>
    public static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol type)
    {
        for (var baseType = type.BaseType; baseType is not null; baseType = baseType.BaseType)
            yield return baseType;
        foreach (var implemented in type.AllInterfaces)
            yield return implemented;
    }
}
