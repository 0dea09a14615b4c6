using StateGen.Schemas.Resolution.Matching;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// Checks the values that are not stored. A value state that does not admit null does not store the default of its type: a value set to enum member 0 and a
/// value that was never set look the same, and both are read as member 0 of the program's enum. Member 0 must therefore keep its number, also inside structs
/// and tuples.
/// </summary>
internal sealed class AbsentValues(OperatorSchema stored, OperatorSchema declared, ChangeList changes)
{
    private const string Default = "0";

    private readonly HashSet<(string Stored, string Declared)> _checked = [];

    public void Check(TypeExpression before, TypeExpression after)
    {
        if (before.IsNullable || after.IsNullable || !_checked.Add((before.FullName, after.FullName)))
            return;
        if (before.Name == BuiltInTypes.Tuple && after.Name == BuiltInTypes.Tuple)
            CheckArguments(before, after);
        else if ((stored.FindType(before.FullName), declared.FindType(after.FullName)) is ({ } type, { } now))
            Check(type, now);
    }

    private void CheckArguments(TypeExpression before, TypeExpression after)
    {
        foreach (var (first, second) in before.Arguments.Zip(after.Arguments, (first, second) => (first, second)))
            Check(first, second);
    }

    private void Check(TypeSchema before, TypeSchema after)
    {
        if (before is EnumSchema oldEnum && after is EnumSchema newEnum)
            CheckNumbers(oldEnum, newEnum);
        else if (before is RecordSchema oldRecord && after is RecordSchema newRecord)
            CheckMembers(oldRecord, newRecord);
    }

    private void CheckMembers(RecordSchema before, RecordSchema after)
    {
        // Unmatched members were reported when the types were resolved.
        var storedOf = MemberMatching.Match(before, after, new ChangeList(changes.StateName));
        for (var index = 0; index < storedOf.Length; index++)
        {
            if (storedOf[index] >= 0)
                Check(TypeExpression.Parse(before.Members[storedOf[index]].Type), TypeExpression.Parse(after.Members[index].Type));
        }
    }

    private void CheckNumbers(EnumSchema before, EnumSchema after)
    {
        var matching = NameMatching.Of(before.Members.Select(Item), after.Members.Select(Item));
        for (var index = 0; index < before.Members.Count; index++)
        {
            if (before.Members[index].Value == Default && matching.DeclaredOf(index) is >= 0 and var found && after.Members[found].Value != Default)
                Refuse(after, before.Members[index], after.Members[found]);
        }
    }

    private void Refuse(EnumSchema type, EnumMemberSchema before, EnumMemberSchema after) =>
        changes.Refuse(SchemaChangeKind.EnumMemberRenumbered, $"{type.Name}.{after.Name}", $"the value {before.Value}", $"the value {after.Value}",
            "A non-nullable value state does not store its default value, which would be read as another member. Change the number of this member back to 0.");

    private static NamedItem Item(EnumMemberSchema member) => new(member.Name, member.FormerNames);
}
