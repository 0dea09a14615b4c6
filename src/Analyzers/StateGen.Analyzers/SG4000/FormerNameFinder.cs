using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>Pairs types and members that are gone with new ones of the same shape, where neither side has a second one that would do.</summary>
internal static class FormerNameFinder
{
    /// <summary>The pairs of two versions of an operator.</summary>
    public static IEnumerable<FormerNameCandidate> Find(OperatorSchema shipped, OperatorSchema declared) =>
        FindTypes(shipped, declared).Concat(shipped.Types.SelectMany(type => FindMembers(type, declared.FindType(type.Name)))).Distinct();

    private static IEnumerable<FormerNameCandidate> FindTypes(OperatorSchema shipped, OperatorSchema declared)
    {
        var (before, after) = (ByDefinition(shipped), ByDefinition(declared));
        var gone = before.Where(type => !after.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        var added = after.Where(type => !before.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        return Pair(gone, added, AreAlike).Select(pair => new FormerNameCandidate(TypeDefinitionNames.DefinitionOf(pair.Added), null, TypeDefinitionNames.DefinitionOf(pair.Gone)));
    }

    private static IEnumerable<FormerNameCandidate> FindMembers(TypeSchema shipped, TypeSchema? declared)
    {
        if (declared is null)
            return [];
        var (before, after) = (MembersOf(shipped), MembersOf(declared));
        var gone = before.Where(member => after.All(other => other.Name != member.Name)).ToArray();
        var added = after.Where(member => before.All(other => other.Name != member.Name)).ToArray();
        return Pair(gone, added, (first, second) => first.Shape == second.Shape).Select(pair => new FormerNameCandidate(TypeDefinitionNames.DefinitionOf(declared), pair.Added.Name, pair.Gone.Name));
    }

    private static IEnumerable<(T Gone, T Added)> Pair<T>(T[] gone, T[] added, Func<T, T, bool> fit) =>
        from before in gone
        let fitting = added.Where(after => fit(before, after)).ToArray()
        where fitting.Length == 1 && gone.Count(other => fit(other, fitting[0])) == 1
        select (before, fitting[0]);

    // One has everything that the other has, by name: what was renamed may have changed since, but not into something else.
    private static bool AreAlike(TypeSchema shipped, TypeSchema declared)
    {
        var (before, after) = (NamesOf(shipped), NamesOf(declared));
        var common = before.Intersect(after, StringComparer.Ordinal).Count();
        return shipped.GetType() == declared.GetType() && common > 0 && common == Math.Min(before.Length, after.Length);
    }

    private static string[] NamesOf(TypeSchema type) => type switch
    {
        UnionSchema union => [.. union.Cases.Select(single => $"{single.Tag} = {single.Type}")],
        OpaqueSchema opaque => [$"version {opaque.Version}"],
        _ => [.. MembersOf(type).Select(member => member.Name)],
    };

    private static (string Name, string Shape)[] MembersOf(TypeSchema type) => type switch
    {
        RecordSchema record => [.. record.Members.Select(member => (member.Name, member.Type))],
        EnumSchema enumeration => [.. enumeration.Members.Select(member => (member.Name, member.Value))],
        UnionSchema or OpaqueSchema => [],
        _ => throw Unreachable.Case(type),
    };

    private static Dictionary<string, TypeSchema> ByDefinition(OperatorSchema schema) =>
        schema.Types.GroupBy(TypeDefinitionNames.DefinitionOf, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}

/// <summary>A type, or a member of a type, that something gone may be now.</summary>
/// <param name="TypeName">The declared type, without type arguments.</param>
/// <param name="MemberName">The declared member; null for the type itself.</param>
/// <param name="FormerName">The name of what is gone, as schemas write it.</param>
internal sealed record FormerNameCandidate(string TypeName, string? MemberName, string FormerName)
{
    /// <summary>The former name as the attribute takes it; null when that cannot say it.</summary>
    public string? AttributeArgument => MemberName is not null ? FormerName : TypeDefinitionNames.Shorten(FormerName, TypeName);

    /// <summary>The schema as it would be with the attribute.</summary>
    public OperatorSchema AddTo(OperatorSchema schema) =>
        schema with { Types = schema.Types.Select(type => TypeDefinitionNames.DefinitionOf(type) == TypeName ? AddTo(type) : type).ToEquatableArray() };

    private TypeSchema AddTo(TypeSchema type) => (type, MemberName) switch
    {
        (_, null) => type with { FormerNames = Add(type.FormerNames) },
        (EnumSchema enumeration, _) => enumeration with
        {
            Members = enumeration.Members.Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        (RecordSchema record, _) => record with
        {
            Members = record.Members.Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        _ => type,
    };

    private EquatableArray<string> Add(EquatableArray<string> formerNames) => formerNames.Append(FormerName).ToEquatableArray();
}

/// <summary>Finds the former names with which the resolver would not refuse what it refuses. It is asked, so that a fix never trades one refusal for another.</summary>
internal sealed class MissingFormerNames
{
    private readonly (FormerNameCandidate Candidate, IReadOnlyList<SchemaChange> Refused)[] _candidates;
    private readonly IReadOnlyList<SchemaChange> _refused;

    public MissingFormerNames(OperatorVerdict verdict, DeclaredSchema declared)
    {
        _refused = verdict.Refused;
        var candidates = _refused.Count == 0 ? [] : FormerNameFinder.Find(verdict.Shipped!, declared.Schema).Where(candidate => candidate.AttributeArgument is not null).ToArray();
        var isEnoughTogether = IsNoWorse(verdict.RefusedOf(candidates.Aggregate(declared.Schema, (schema, candidate) => candidate.AddTo(schema))));
        _candidates =
        [
            .. candidates.Select(candidate => (Candidate: candidate, Refused: verdict.RefusedOf(candidate.AddTo(declared.Schema))))
                .Where(pair => isEnoughTogether || IsNoWorse(pair.Refused))
                .OrderBy(pair => IsNoWorse(pair.Refused) ? 0 : 1),
        ];
    }

    /// <summary>What would have to say its former name; null when that does not help, or it is not plain what.</summary>
    public FormerNameCandidate? Find(SchemaChange refused) => _candidates.FirstOrDefault(pair => !pair.Refused.Contains(refused)).Candidate;

    private bool IsNoWorse(IReadOnlyList<SchemaChange> refused) => refused.All(_refused.Contains);
}

/// <summary>The full metadata names by which schemas know types.</summary>
internal static class TypeDefinitionNames
{
    /// <summary>The name without type arguments.</summary>
    public static string DefinitionOf(TypeSchema type) => TypeExpression.Parse(type.Name).Name;

    /// <summary>A former name as <c>[FormerName]</c> on a type takes it, without what both names share; null where the attribute would complete it to another one.</summary>
    public static string? Shorten(string formerName, string name)
    {
        var (container, formerContainer) = (MetadataNames.ContainerOf(name), MetadataNames.ContainerOf(formerName));
        var simple = formerName.Substring(formerContainer.Length);
        if (MetadataNames.ArityOf(name) == MetadataNames.ArityOf(formerName))
            simple = simple.Split('`')[0];
        else if (MetadataNames.ArityOf(formerName).Length == 0)
            return null;
        return container == formerContainer ? simple : formerContainer.Length == 0 ? null : formerContainer + simple;
    }
}
