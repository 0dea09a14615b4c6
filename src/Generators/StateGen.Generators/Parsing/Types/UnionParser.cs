using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Describes an interface or class whose possible types are declared with attributes.</summary>
internal sealed class UnionParser(CodecScope scope, CodecRole role, TypeUseParser types) : IShapeParser
{
    public bool Accepts(INamedTypeSymbol type) => UnionCases.IsUnion(type);

    public CodecShape? Parse(INamedTypeSymbol type, bool isNested, string path)
    {
        if (FindFault(type) is { } fault)
            types.Refuse(RefusalKind.Unsupported, path, fault);
        var cases = new List<UnionCaseModel>();
        foreach (var (tag, caseType) in UnionCases.Find(type))
        {
            if (types.Refusal is not null || ParseCase(type, caseType, isNested, path) is not { } use)
                return null;
            cases.Add(new() { Tag = tag, Type = use });
        }

        return new UnionShape { Cases = cases.ToEquatableArray() };
    }

    private string? FindFault(INamedTypeSymbol type)
    {
        var cases = UnionCases.Find(type).ToArray();
        if (role == CodecRole.Key)
            return $"{type.Name} is a union, and unions cannot be encoded as keys";
        if (type.IsSealed)
            return $"{type.Name} is sealed, so it cannot have union cases";
        if (UnionCases.FindDisagreement(type) is { } tag)
            return $"[UnionCase] and [Union] on {type.Name} disagree about the tag {tag}; make them agree, or remove one of them";
        if (cases.FirstOrDefault(single => single.Tag < 0) is { Type: not null, Tag: var negative })
            return $"the tag {negative} of a case of {type.Name} is negative";
        if (cases.GroupBy(single => single.Tag).FirstOrDefault(same => same.Key >= 0 && same.Count() > 1) is { } sameTag)
            return $"two cases of {type.Name} have the tag {sameTag.Key}";
        var duplicates = cases.GroupBy(single => single.Type, SymbolEqualityComparer.Default).FirstOrDefault(same => same.Key is not null && same.Count() > 1);
        return duplicates is { Key: { } duplicate } ? $"{duplicate.Name} is declared as a case of {type.Name} twice" : null;
    }

    private TypeUse? ParseCase(INamedTypeSymbol union, INamedTypeSymbol? type, bool isNested, string path)
    {
        if (type is null)
            types.Refuse(RefusalKind.Unsupported, path,
                $"a case of {union.Name} has no type, or a generic type whose arguments cannot be derived from those of {union.Name}");
        else if (type.TypeKind == TypeKind.Error)
            types.Refuse(RefusalKind.Unknown, path, "the compiler does not know the type");
        else if (FindFault(union, type, isNested) is { } fault)
            types.Refuse(RefusalKind.Unsupported, $"{path}({type.Name})", fault);
        else if (type is { IsValueType: true, IsReadOnly: false })
            types.Refuse(RefusalKind.Mutable, $"{path}({type.Name})",
                $"{type.Name} is not readonly, so it could be changed through {union.Name}; make it readonly");
        return types.Refusal is null ? types.ParseOptional(type!, $"{path}({type!.Name})", nullable: false) : null;
    }

    private string? FindFault(INamedTypeSymbol union, INamedTypeSymbol type, bool isNested)
    {
        if (SymbolEqualityComparer.Default.Equals(type, union))
            return $"{type.Name} cannot be a case of itself; derive a class from it";
        if (!UnionCases.SupertypesOf(type).Contains(union, SymbolEqualityComparer.Default))
            return $"{type.Name} does not {(union.TypeKind == TypeKind.Interface ? "implement" : "derive from")} {union.Name}";
        if (type.IsAbstract)
            return $"{type.Name} is not a concrete type";
        if (UnionCases.IsUnion(type))
            return $"{type.Name} is itself a union; declare its cases on {union.Name} instead";
        return type.IsFileLocal || !scope.IsAccessible(type, isNested) ? $"{type.Name} is less accessible than {union.Name}" : null;
    }
}

/// <summary>Finds the cases that an interface or class declares with <c>[UnionCase]</c>, or else with the <c>[Union]</c> of MessagePack-CSharp.</summary>
internal static class UnionCases
{
    public static bool IsUnion(ITypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Interface && Declarations(type).Any();

    /// <summary>Returns the tags and types in the order of the tags. A type is null if the attribute does not have a usable one.</summary>
    public static IEnumerable<(int Tag, INamedTypeSymbol? Type)> Find(INamedTypeSymbol union) => Declarations(union).Select(Read)
        .Select(single => (single.Tag, single.Type is null ? null : Construct(single.Type, union)))
        .OrderBy(single => single.Tag);

    /// <summary>Finds the lowest tag about which <c>[UnionCase]</c> and <c>[Union]</c> disagree; null if they agree, or if only one of them is used.</summary>
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
        attribute.ConstructorArguments is [{ Value: int tag }, { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type }]
            ? (tag, type)
            : (-1, null);

    private static IEnumerable<AttributeData> Declarations(ITypeSymbol type)
    {
        var attributes = type.GetAttributes();
        return attributes.Any(KnownTypes.IsUnionCaseAttribute)
            ? attributes.Where(KnownTypes.IsUnionCaseAttribute)
            : attributes.Where(MessagePackAttributes.IsUnion);
    }

    /// <summary>
    /// Constructs a generic case, as in <c>typeof(Some&lt;&gt;)</c>, with the arguments that make it a case of this construction of the union; null if there
    /// are none.
    /// </summary>
    private static INamedTypeSymbol? Construct(INamedTypeSymbol declared, INamedTypeSymbol union)
    {
        if (!declared.IsUnboundGenericType)
            return declared;
        var definition = declared.OriginalDefinition;
        var implemented = SupertypesOf(definition)
            .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, union.OriginalDefinition));
        var arguments = implemented is null
            ? []
            : definition.TypeParameters.Select(parameter => FindArgument(parameter, implemented, union)).ToImmutableArray();
        return arguments.Length == 0 || arguments.Contains(null)
            ? null
            : definition.Construct(arguments.CastArray<ITypeSymbol>(), [.. arguments.Select(argument => argument!.NullableAnnotation)]);
    }

    private static ITypeSymbol? FindArgument(ITypeParameterSymbol parameter, INamedTypeSymbol implemented, INamedTypeSymbol union)
    {
        var position = implemented.TypeArguments.IndexOf(parameter, SymbolEqualityComparer.Default);
        return position < 0 ? null : union.TypeArguments[position];
    }

    /// <summary>Returns the base types and the interfaces of a type.</summary>
    public static IEnumerable<INamedTypeSymbol> SupertypesOf(INamedTypeSymbol type) => BaseTypes.Of(type).Concat(type.AllInterfaces);
}
