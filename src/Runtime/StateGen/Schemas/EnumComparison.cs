namespace StateGen.Schemas;

/// <summary>Compares two shapes of one enum; the order of the members does not matter.</summary>
internal static class EnumComparison
{
    public static IEnumerable<SchemaDifference> Differences(string? state, EnumSchema stored, EnumSchema declared)
    {
        if (stored.UnderlyingType != declared.UnderlyingType || stored.IsFlags != declared.IsFlags)
            yield return new SchemaDifference(state, stored.Name, Describe(stored), Describe(declared));
        foreach (var member in stored.Members.Except(declared.Members))
            yield return Difference(state, stored, member.Name, Describe(member), Describe(Find(declared, member.Name)));
        foreach (var member in declared.Members.Except(stored.Members))
            yield return Difference(state, stored, member.Name, Describe(Find(stored, member.Name)), Describe(member));
    }

    private static EnumMemberSchema? Find(EnumSchema type, string name) => type.Members.FirstOrDefault(member => member.Name == name);

    private static string Describe(EnumSchema type) => (type.IsFlags ? "a set of flags of " : "an enum of ") + type.UnderlyingType;

    private static string Describe(EnumMemberSchema? member) => member is null ? "no such member" : $"the value {member.Value}";

    private static SchemaDifference Difference(string? state, EnumSchema type, string member, string stored, string declared) =>
        new(state, $"{type.Name}.{member}", stored, declared);
}
