namespace StateGen.Schemas;

/// <summary>Compares the members of two shapes of one record; their order matters.</summary>
internal static class RecordComparison
{
    public static IEnumerable<SchemaDifference> Differences(string? state, RecordSchema stored, RecordSchema declared)
    {
        foreach (var member in stored.Members.ExceptBy(Names(declared), m => m.Name, StringComparer.Ordinal))
            yield return Difference(state, stored, member.Name, Describe(member), "no such member");
        foreach (var member in declared.Members.ExceptBy(Names(stored), m => m.Name, StringComparer.Ordinal))
            yield return Difference(state, stored, member.Name, "no such member", Describe(member));
        if (!Names(stored).SequenceEqual(Names(declared), StringComparer.Ordinal))
            yield return new SchemaDifference(state, stored.Name, $"its members in the order {string.Join(", ", Names(stored))}", $"{string.Join(", ", Names(declared))}");
        foreach (var (before, after) in stored.Members.Zip(declared.Members).Where(pair => pair.First != pair.Second))
            yield return Difference(state, stored, before.Name, Describe(before), Describe(after));
    }

    private static IEnumerable<string> Names(RecordSchema type) => type.Members.Select(member => member.Name);

    private static string Describe(MemberSchema member) => member.Key is null ? member.Type : $"{member.Type} under key {member.Key}";

    private static SchemaDifference Difference(string? state, RecordSchema type, string member, string stored, string declared) =>
        new(state, $"{type.Name}.{member}", stored, declared);
}
