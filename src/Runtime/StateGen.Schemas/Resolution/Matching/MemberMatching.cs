namespace StateGen.Schemas.Resolution.Matching;

/// <summary>Finds the stored member for each declared member of a record.</summary>
internal static class MemberMatching
{
    /// <returns>The index of the stored member for each declared member, or -1 for a new member.</returns>
    public static int[] Match(RecordSchema stored, RecordSchema declared, ChangeList changes)
    {
        var storedOf = HaveKeysOfOneKind(stored, declared) ? MatchKeys(stored, declared, changes) : [.. declared.Members.Select(_ => -1)];
        MatchNames(stored, declared, storedOf, changes);
        return storedOf;
    }

    private static bool HaveKeysOfOneKind(RecordSchema stored, RecordSchema declared)
    {
        var kinds = stored.Members.Concat(declared.Members).Select(member => member.Key?.StartsWith("\"", StringComparison.Ordinal)).Distinct().ToArray();
        return kinds.Length == 1 && kinds[0] is not null;
    }

    private static int[] MatchKeys(RecordSchema stored, RecordSchema declared, ChangeList changes)
    {
        var storedOf = declared.Members.Select(member => IndexOf(stored, other => other.Key == member.Key)).ToArray();
        for (var index = 0; index < storedOf.Length; index++)
        {
            if (storedOf[index] >= 0)
                RefuseContradiction(stored, stored.Members[storedOf[index]], declared, declared.Members[index], changes);
        }

        return storedOf;
    }

    // Refuses a member whose key identifies one stored member and whose name identifies another.
    private static void RefuseContradiction(RecordSchema stored, MemberSchema before, RecordSchema declared, MemberSchema after, ChangeList changes)
    {
        var hasContradiction = before.Name != after.Name
            && (IndexOf(declared, other => other.Name == before.Name) >= 0 || IndexOf(stored, other => other.Name == after.Name) >= 0);
        if (!hasContradiction)
            return;
        changes.Refuse(
            SchemaChangeKind.MemberKey,
            $"{declared.Name}.{after.Name}",
            $"{before.Name} with key {before.Key}",
            $"{after.Name} with key {after.Key}",
            $"By its key this member is {before.Name}, and by its name it is another one. "
                + "Restore the key of each member, and give new members keys that were never used.");
    }

    private static void MatchNames(RecordSchema stored, RecordSchema declared, int[] storedOf, ChangeList changes)
    {
        var openStored = Enumerable.Range(0, stored.Members.Count).Except(storedOf).ToArray();
        var openDeclared = Enumerable.Range(0, storedOf.Length).Where(index => storedOf[index] < 0).ToArray();
        var matching = NameMatching.Of(openStored.Select(index => Item(stored.Members[index])), openDeclared.Select(index => Item(declared.Members[index])));
        foreach (var (before, after, remedy) in matching.Ambiguous)
            changes.Refuse(SchemaChangeKind.MemberRenamed, $"{declared.Name}.{after}", before, after, remedy);
        for (var index = 0; index < openDeclared.Length; index++)
            storedOf[openDeclared[index]] = matching.StoredOf(index) is >= 0 and var found ? openStored[found] : -1;
    }

    private static NamedItem Item(MemberSchema member) => new(member.Name, member.FormerNames);

    private static int IndexOf(RecordSchema record, Func<MemberSchema, bool> isWanted)
    {
        for (var index = 0; index < record.Members.Count; index++)
        {
            if (isWanted(record.Members[index]))
                return index;
        }

        return -1;
    }
}
