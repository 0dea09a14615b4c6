using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Finds the cases that are declared on an interface or class, by <c>[UnionCase]</c> or else by the <c>[Union]</c> of MessagePack-CSharp.</summary>
internal static class UnionCases
{
    public static bool IsUnion(ITypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Interface && Declarations(type).Any();

    /// <summary>The tags and types in the order of the tags; a type is null where the attribute has none that is understood.</summary>
    public static IEnumerable<(int Tag, INamedTypeSymbol? Type)> Find(INamedTypeSymbol union) => Declarations(union).Select(Read)
        .Select(single => (single.Tag, single.Type is null ? null : Construct(single.Type, union)))
        .OrderBy(single => single.Tag);

    /// <summary>The lowest tag of which <c>[UnionCase]</c> and <c>[Union]</c> do not say the same; null where they agree, or only one kind is there.</summary>
    public static int? FindDisagreement(INamedTypeSymbol union)
    {
        var (own, foreign) = (Find(union, KnownTypes.IsUnionCaseAttribute), Find(union, MessagePackAttributes.IsUnion));
        var differing = new HashSet<(int Tag, string?)>(own);
        differing.SymmetricExceptWith(foreign);
        return own.Length == 0 || foreign.Length == 0 || differing.Count == 0 ? null : differing.Min(single => single.Tag);
    }

    private static (int Tag, string? Type)[] Find(INamedTypeSymbol union, Func<AttributeData, bool> isDeclaration) =>
        [.. union.GetAttributes().Where(isDeclaration).Select(Read).Select(single => (single.Tag, single.Type?.ToDisplayString()))];

    private static (int Tag, INamedTypeSymbol? Type) Read(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: int tag }, { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type }] ? (tag, type) : (-1, null);

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
