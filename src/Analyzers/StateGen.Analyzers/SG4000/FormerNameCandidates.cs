using StateGen.Schemas;

namespace StateGen.Analyzers.SG4000;

/// <summary>Pairs types and members that are gone with new ones of the same shape, where neither side has a second one that would do.</summary>
internal static class FormerNameCandidates
{
    /// <summary>The pairs of two versions of an operator.</summary>
    public static IEnumerable<FormerNameCandidate> Find(OperatorSchema shipped, OperatorSchema declared) =>
        FindTypes(shipped, declared).Concat(shipped.Types.SelectMany(type => FindMembers(type, declared.FindType(type.Name)))).Distinct();

    private static IEnumerable<FormerNameCandidate> FindTypes(OperatorSchema shipped, OperatorSchema declared)
    {
        var (before, after) = (ByDefinition(shipped), ByDefinition(declared));
        var gone = before.Where(type => !after.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        var added = after.Where(type => !before.ContainsKey(type.Key)).Select(type => type.Value).ToArray();
        return Pair(gone, added, AreAlike).Select(pair => new FormerNameCandidate(SchemaTypeNames.DefinitionOf(pair.Added), null, SchemaTypeNames.DefinitionOf(pair.Gone)));
    }

    private static IEnumerable<FormerNameCandidate> FindMembers(TypeSchema shipped, TypeSchema? declared)
    {
        if (declared is null)
            return [];
        var (before, after) = (MembersOf(shipped), MembersOf(declared));
        var gone = before.Where(member => after.All(other => other.Name != member.Name)).ToArray();
        var added = after.Where(member => before.All(other => other.Name != member.Name)).ToArray();
        return Pair(gone, added, (first, second) => first.Shape == second.Shape).Select(pair => new FormerNameCandidate(SchemaTypeNames.DefinitionOf(declared), pair.Added.Name, pair.Gone.Name));
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
        _ => [],
    };

    private static Dictionary<string, TypeSchema> ByDefinition(OperatorSchema schema) =>
        schema.Types.GroupBy(SchemaTypeNames.DefinitionOf, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}
