using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Describes an interface or class whose possible types are declared by attributes.</summary>
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
            return $"{type.Name} is a union, and a union has no key encoding";
        if (type.IsSealed)
            return $"{type.Name} is sealed, so it can have no cases";
        if (UnionCases.FindDisagreement(type) is { } tag)
            return $"[UnionCase] and [Union] of {type.Name} do not say the same of the tag {tag}; let them agree, or remove one of the two";
        if (cases.FirstOrDefault(single => single.Tag < 0) is { Type: not null, Tag: var negative })
            return $"the tag {negative} of a case of {type.Name} is negative";
        if (cases.GroupBy(single => single.Tag).FirstOrDefault(same => same.Key >= 0 && same.Count() > 1) is { } sameTag)
            return $"two cases of {type.Name} have the tag {sameTag.Key}";
        return cases.GroupBy(single => single.Type, SymbolEqualityComparer.Default).FirstOrDefault(same => same.Key is not null && same.Count() > 1) is { Key: { } duplicate }
            ? $"{duplicate.Name} is declared as a case of {type.Name} twice"
            : null;
    }

    private TypeUse? ParseCase(INamedTypeSymbol union, INamedTypeSymbol? type, bool isNested, string path)
    {
        if (type is null)
            types.Refuse(RefusalKind.Unsupported, path, $"a case of {union.Name} has no type, or a generic one whose arguments do not follow from those of {union.Name}");
        else if (type.TypeKind == TypeKind.Error)
            types.Refuse(RefusalKind.Unknown, path, "the compiler does not know the type");
        else if (FindFault(union, type, isNested) is { } fault)
            types.Refuse(RefusalKind.Unsupported, $"{path}({type.Name})", fault);
        else if (type is { IsValueType: true, IsReadOnly: false })
            types.Refuse(RefusalKind.Mutable, $"{path}({type.Name})", $"{type.Name} is not readonly, so it could be changed in place through {union.Name}");
        return types.Refusal is null ? types.ParseOptional(type!, $"{path}({type!.Name})", nullable: false) : null;
    }

    private string? FindFault(INamedTypeSymbol union, INamedTypeSymbol type, bool isNested)
    {
        if (SymbolEqualityComparer.Default.Equals(type, union))
            return $"{type.Name} cannot be a case of itself; derive a class";
        if (!UnionCases.BaseTypes(type).Contains(union, SymbolEqualityComparer.Default))
            return $"{type.Name} does not {(union.TypeKind == TypeKind.Interface ? "implement" : "derive from")} {union.Name}";
        if (type.IsAbstract)
            return $"{type.Name} is not a concrete type";
        if (UnionCases.IsUnion(type))
            return $"{type.Name} is a union itself; declare its cases here";
        return type.IsFileLocal || !scope.IsAccessible(type, isNested) ? $"{type.Name} is less accessible than {union.Name}" : null;
    }
}
