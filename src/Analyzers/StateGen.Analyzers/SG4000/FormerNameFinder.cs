using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>Pairs removed types and members with added ones of the same shape, if neither side has a second match.</summary>
internal static class FormerNameFinder
{
    /// <summary>Finds the pairs between two versions of an operator.</summary>
    public static IEnumerable<FormerNameCandidate> Find(OperatorSchema shipped, OperatorSchema declared) =>
        FindTypes(shipped, declared).Concat(shipped.Types.SelectMany(type => FindMembers(type, declared.FindType(type.Name)))).Distinct();

    private static IEnumerable<FormerNameCandidate> FindTypes(OperatorSchema shipped, OperatorSchema declared)
    {
        var (before, after) = (ByDefinition(shipped), ByDefinition(declared));
        var gone = before.Where(type => !after.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        var added = after.Where(type => !before.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        return Pair(gone, added, AreAlike)
            .Select(pair => new FormerNameCandidate(TypeDefinitionNames.DefinitionOf(pair.Added), null, TypeDefinitionNames.DefinitionOf(pair.Gone)));
    }

    private static IEnumerable<FormerNameCandidate> FindMembers(TypeSchema shipped, TypeSchema? declared)
    {
        if (declared is null)
            return [];
        var (before, after) = (MembersOf(shipped), MembersOf(declared));
        var gone = before.Where(member => after.All(other => other.Name != member.Name)).ToArray();
        var added = after.Where(member => before.All(other => other.Name != member.Name)).ToArray();
        return Pair(gone, added, (first, second) => first.Shape == second.Shape)
            .Select(pair => new FormerNameCandidate(TypeDefinitionNames.DefinitionOf(declared), pair.Added.Name, pair.Gone.Name));
    }

    private static IEnumerable<(T Gone, T Added)> Pair<T>(T[] gone, T[] added, Func<T, T, bool> fit) =>
        from before in gone
        let fitting = added.Where(after => fit(before, after)).ToArray()
        where fitting.Length == 1 && gone.Count(other => fit(other, fitting[0])) == 1
        select (before, fitting[0]);

    // One type has every member of the other, compared by name: a renamed type may also have gained or lost members, but it is not an unrelated type.
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
        schema.Types.GroupBy(TypeDefinitionNames.DefinitionOf, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}

/// <summary>A declared type or member that may be the new name of a removed one.</summary>
/// <param name="TypeName">The name of the declared type, without type arguments.</param>
/// <param name="MemberName">The name of the declared member; null for the type itself.</param>
/// <param name="FormerName">The name of the removed type or member, as schemas write it.</param>
internal sealed record FormerNameCandidate(string TypeName, string? MemberName, string FormerName)
{
    /// <summary>Gets the former name as an argument of <c>[FormerName]</c>; null if the attribute cannot express it.</summary>
    public string? AttributeArgument => MemberName is not null ? FormerName : TypeDefinitionNames.Shorten(FormerName, TypeName);

    /// <summary>The schema of the operator with the former name added.</summary>
    public OperatorSchema AddTo(OperatorSchema schema) =>
        schema with
        {
            Types = schema.Types.Select(type => TypeDefinitionNames.DefinitionOf(type) == TypeName ? AddTo(type) : type).ToEquatableArray(),
        };

    private TypeSchema AddTo(TypeSchema type) => (type, MemberName) switch
    {
        (_, null) => type with { FormerNames = Add(type.FormerNames) },
        (EnumSchema enumeration, _) => enumeration with
        {
            Members = enumeration.Members
                .Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        (RecordSchema record, _) => record with
        {
            Members = record.Members
                .Select(member => member.Name == MemberName ? member with { FormerNames = Add(member.FormerNames) } : member).ToEquatableArray(),
        },
        _ => type,
    };

    private EquatableArray<string> Add(EquatableArray<string> formerNames) => formerNames.Append(FormerName).ToEquatableArray();
}

/// <summary>
/// Finds the former names with which the resolver would accept changes that it refuses. Every candidate is checked against the resolver, so that a fix never
/// replaces one refusal by another.
/// </summary>
internal sealed class MissingFormerNames
{
    private readonly (FormerNameCandidate Candidate, IReadOnlyList<SchemaChange> Refused)[] _candidates;
    private readonly IReadOnlyList<SchemaChange> _refused;

    public MissingFormerNames(OperatorVerdict verdict, DeclaredSchema declared)
    {
        _refused = verdict.Refused;
        var candidates = _refused.Count == 0
            ? []
            : FormerNameFinder.Find(verdict.Shipped!, declared.Schema).Where(candidate => candidate.AttributeArgument is not null).ToArray();
        var isEnoughTogether = IsNoWorse(verdict.RefusedOf(candidates.Aggregate(declared.Schema, (schema, candidate) => candidate.AddTo(schema))));
        _candidates =
        [
            .. candidates.Select(candidate => (Candidate: candidate, Refused: verdict.RefusedOf(candidate.AddTo(declared.Schema))))
                .Where(pair => isEnoughTogether || IsNoWorse(pair.Refused))
                .OrderBy(pair => IsNoWorse(pair.Refused) ? 0 : 1),
        ];
    }

    /// <summary>The declaration whose former name would resolve a refused change; null if no former name does, or if the choice is ambiguous.</summary>
    public FormerNameCandidate? Find(SchemaChange refused) => _candidates.FirstOrDefault(pair => !pair.Refused.Contains(refused)).Candidate;

    private bool IsNoWorse(IReadOnlyList<SchemaChange> refused) => refused.All(_refused.Contains);
}

/// <summary>Converts the full metadata names by which schemas identify types.</summary>
internal static class TypeDefinitionNames
{
    /// <summary>The name of a type without type arguments.</summary>
    public static string DefinitionOf(TypeSchema type) => TypeExpression.Parse(type.Name).Name;

    /// <summary>
    /// A former name of a type as an argument of <c>[FormerName]</c>, without the container that both names share; null if the attribute would complete the
    /// argument to another name.
    /// </summary>
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
