using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.RoundTrip;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>
/// Describes a record, struct or class of the user. Its members are those that the constructor with the most parameters sets, matched by name without regard
/// to case, followed by those that an object initializer sets, in ordinal order. Properties that neither of them sets must be computed from the others.
/// </summary>
internal sealed class RecordParser(CodecScope scope, TypeUseParser types) : IShapeParser
{
    public bool Accepts(INamedTypeSymbol type) => true;

    public CodecShape? Parse(INamedTypeSymbol type, bool isNested, string path)
    {
        if (RefuseInheritance(type, path))
            return null;
        var candidates = new RecordMemberFinder(scope, isNested).Find(type);
        var isSettable = !IsCopiedByValue(type) && (candidates.Any(member => member.IsMutable) || RecordMemberFinder.FindMutableField(type) is not null);
        if (isSettable && RefuseMutable(type, candidates, path))
            return null;
        var keys = new MessagePackKeys(type, types, path).Find(candidates);
        if (types.Refusal is not null)
            return null;
        var written = keys?.Select(keyed => keyed.Member).ToArray() ?? candidates;
        if (FindConstructor(type, written, isNested) is not { } constructor)
        {
            types.Refuse(RefusalKind.Unsupported, path,
                $"{type.Name} has no accessible constructor in which every parameter has the name and type of a member; add one");
            return null;
        }

        return ParseMembers(type, constructor, written, candidates, path) is { } members
            ? Describe(type, WithKeys(members, keys), isSettable)
            : null;
    }

    private bool RefuseInheritance(INamedTypeSymbol type, string path)
    {
        if (type.IsAbstract)
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} is abstract; declare its possible types with [UnionCase]");
        else if (RecordMemberFinder.LayersOf(type).Skip(1).FirstOrDefault(UnsupportedTypes.IsOfLibrary) is { } library)
            types.Refuse(RefusalKind.Unsupported, path,
                $"{type.Name} derives from {library.Name}, which is not a supported type; store its parts in a record of your own");
        else if (RecordMemberFinder.FindHidden(type) is { } hidden)
            types.Refuse(RefusalKind.Unsupported, $"{path}.{hidden.Name}",
                $"'{hidden.Name}' of {hidden.ContainingType.Name} is hidden by another member with the same name; rename one of them");
        return types.Refusal is not null;
    }

    // A property returns a copy of a record struct, which cannot be changed in place, and changing it is not the purpose of record structs.
    private static bool IsCopiedByValue(INamedTypeSymbol type) => type is { IsValueType: true, IsRecord: true };

    private bool RefuseMutable(INamedTypeSymbol type, IReadOnlyList<RecordMember> candidates, string path)
    {
        if (types.AdmitsMutable)
            return false;
        if (candidates.FirstOrDefault(member => member.IsMutable)?.Symbol.Name is { } settable)
        {
            types.Refuse(RefusalKind.Mutable, $"{path}.{settable}",
                $"'{settable}' can be set, so {type.Name} is mutable; make it init-only or read-only{types.CopyAdvice}");
        }
        else if (RecordMemberFinder.FindMutableField(type) is { } field)
        {
            RefuseMutable(field, type, path);
        }

        return types.Refusal is not null;
    }

    private void RefuseMutable(IFieldSymbol field, INamedTypeSymbol type, string path)
    {
        if (CapturedParameters.NameOf(field) is { } parameter)
        {
            types.Refuse(RefusalKind.Mutable, $"{path}.{parameter}",
                $"{type.Name} assigns to its primary constructor parameter '{parameter}', so it is mutable; make it immutable{types.CopyAdvice}");
        }
        else
        {
            types.Refuse(RefusalKind.Mutable, $"{path}.{field.Name}",
                $"field '{field.Name}' is not readonly, so {type.Name} is mutable; make it readonly{types.CopyAdvice}");
        }
    }

    private IMethodSymbol? FindConstructor(INamedTypeSymbol type, IReadOnlyList<RecordMember> candidates, bool isNested) => ConstructorsOf(type)
        .Where(constructor => !IsCopyConstructor(constructor) && IsFitting(constructor, candidates) && scope.IsAccessible(constructor, isNested))
        .GroupBy(constructor => constructor.Parameters.Length)
        .OrderByDescending(same => same.Key)
        .FirstOrDefault()?
        .OrderBy(constructor => string.Join(",", constructor.Parameters.Select(parameter => parameter.Name)), StringComparer.Ordinal)
        .First();

    // MessagePack-CSharp has an attribute that selects one constructor.
    private static IEnumerable<IMethodSymbol> ConstructorsOf(INamedTypeSymbol type)
    {
        var marked = type.InstanceConstructors.Where(MessagePackAttributes.IsSerializationConstructor).ToArray();
        return marked.Length > 0 ? marked : type.InstanceConstructors;
    }

    private static bool IsFitting(IMethodSymbol constructor, IReadOnlyList<RecordMember> candidates)
    {
        var matched = Match(constructor, candidates).ToArray();
        return matched.All(member => member is not null && (!member.IsRequired || SetsRequiredMembers(constructor)))
            && matched.Distinct().Count() == matched.Length;
    }

    private static bool IsCopyConstructor(IMethodSymbol constructor) => constructor is { Parameters.Length: 1, ContainingType.IsRecord: true }
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute");

    private static IEnumerable<RecordMember?> Match(IMethodSymbol constructor, IReadOnlyList<RecordMember> candidates) =>
        constructor.Parameters.Select(parameter => candidates.FirstOrDefault(member => member.Matches(parameter)));

    private List<MemberModel>? ParseMembers(
        INamedTypeSymbol type, IMethodSymbol constructor, IReadOnlyList<RecordMember> candidates, IReadOnlyList<RecordMember> visible, string path)
    {
        var constructed = Match(constructor, candidates).Select(member => member!).ToList();
        var initialized = candidates.Where(member => member.IsSettable && !constructed.Contains(member))
            .OrderBy(member => member.Symbol.Name, StringComparer.Ordinal);
        List<RecordMember> written = [.. constructed, .. initialized];
        if (RefuseUnrestorable(candidates.Except(constructed), path)
            || RefuseLost(type, written, visible, path)
            || RefuseChanged(type, constructor, written, path))
        {
                return null;
            }

            types.Dialect = MessagePackAttributes.IsObject(type) ? Dialect.MessagePackCSharp : Dialect.StateGen;
        var members = new List<MemberModel>();
        foreach (var member in written)
        {
            if (types.Parse(member.Type, $"{path}.{member.Symbol.Name}", TypeUseParser.MayBeNull(member.Type)) is not { } use)
                return null;
            members.Add(new()
            {
                Name = member.Symbol.Name,
                Type = use,
                FormerNames = FormerNameParser.Parse(member.Symbol, constructor),
                IsSetByConstructor = members.Count < constructed.Count,
            });
        }

        return members;
    }

    private static List<MemberModel> WithKeys(List<MemberModel> members, IReadOnlyList<KeyedMember>? keys) =>
        keys is null ? members : members.ConvertAll(member => WithKey(member, keys.First(keyed => keyed.Member.Symbol.Name == member.Name)));

    private static MemberModel WithKey(MemberModel member, KeyedMember keyed) => member with { Key = keyed.Key, Position = keyed.Position };

    private bool RefuseUnrestorable(IEnumerable<RecordMember> unconstructed, string path)
    {
        if (unconstructed.FirstOrDefault(member => member is { HasSetter: true, IsSettable: false }) is { } lost)
            types.Refuse(RefusalKind.Unsupported, $"{path}.{lost.Symbol.Name}", 
                $"nothing accessible can set '{lost.Symbol.Name}' during a restore; make it init-only, or add a constructor parameter");
        return types.Refusal is not null;
    }

    private bool RefuseLost(INamedTypeSymbol type, List<RecordMember> written, IReadOnlyList<RecordMember> candidates, string path)
    {
        var fields = new LostFields(type, written);
        if (fields.FindUnknownBase() is { } unknown)
        {
            types.Refuse(RefusalKind.Unsupported, path,
                $"{type.Name} derives from {unknown.Name}, whose private fields are not visible in the referenced assembly, so a restore might lose them; "
                + $"make {unknown.Name} a record, or register a codec for {type.Name} with [assembly: UseCodec]");
        }
        else if (fields.Find(candidates) is { } lost)
        {
            types.Refuse(RefusalKind.Unsupported, $"{path}.{lost}",
                $"a restore cannot set '{lost}'; add a constructor parameter with the name and type of the property that returns it, "
                + "or make that property init-only");
        }
        else if (written.Count == 0 && type.InstanceConstructors.Any(NeedsArguments))
        {
            types.Refuse(RefusalKind.Unsupported, path,
                $"a restore cannot provide the constructor arguments of {type.Name}; use parameters with the names and types of properties");
        }

        return types.Refusal is not null;
    }

    private static bool NeedsArguments(IMethodSymbol constructor) => constructor.Parameters.Length > 0 && !IsCopyConstructor(constructor);

    private bool RefuseChanged(INamedTypeSymbol type, IMethodSymbol constructor, List<RecordMember> written, string path)
    {
        var constructed = constructor.Parameters.Length;
        var members = new ChangedMembers(type, [.. written.Take(constructed)], [.. written.Skip(constructed)]);
        if (members.Find(constructor)?.Symbol.Name is { } changed)
        {
            types.Refuse(RefusalKind.Unsupported, $"{path}.{changed}",
                $"'{changed}' does not return the value that was passed for it, so each restore would change it again; "
                + "store the value unchanged, or register a codec with [assembly: UseCodec]");
        }

        return types.Refusal is not null;
    }

    private static RecordShape Describe(INamedTypeSymbol type, List<MemberModel> members, bool isSettable) => new()
    {
        Members = members.ToEquatableArray(),
        MayBeDerivedFrom = type is { IsReferenceType: true, IsSealed: false },
        HasKeys = MessagePackAttributes.IsObject(type),
        IsSettable = isSettable,
    };
}
