using StateGen.Schemas.Resolution.Matching;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// Resolves the members of a record. If both shapes have keys of the same kind, a member is identified by its key, and otherwise by its name.
/// </summary>
internal sealed class RecordResolver(TypeResolver types, bool isDistinct)
{
    private const string Missing = "no such member";

    private ChangeList Changes => types.Changes;

    public RecordPlan Resolve(RecordSchema stored, RecordSchema declared)
    {
        var storedOf = MemberMatching.Match(stored, declared, Changes);
        var members = new List<MemberPlan>();
        for (var index = 0; index < declared.Members.Count; index++)
        {
            var member = declared.Members[index];
            var source = storedOf[index];
            members.Add(source < 0 ? Add(declared, member) : new(source, Resolve(stored.Members[source], declared, member)));
        }

        for (var index = 0; index < stored.Members.Count; index++)
        {
            if (Array.IndexOf(storedOf, index) < 0)
                Remove(declared, stored.Members[index]);
        }

        ReportOrder(stored, declared, storedOf);
        return new(RecordLayout.Of(stored), RecordLayout.Of(declared), members.ToEquatableArray());
    }

    private ValuePlan Resolve(MemberSchema stored, RecordSchema record, MemberSchema declared)
    {
        var path = $"{record.Name}.{declared.Name}";
        if (stored.Name != declared.Name)
            Changes.Allow(SchemaChangeKind.MemberRenamed, path, stored.Name, declared.Name, "Stored values do not change.");
        if (stored.Key != declared.Key)
            Changes.Allow(SchemaChangeKind.MemberKey, path, Key(stored), Key(declared), "Stored values are moved to the new key.");
        var memberPath = new SchemaPath(path, stored.Type, declared.Type, NilIsDefault: false, isDistinct);
        return types.Resolve(TypeExpression.Parse(stored.Type), TypeExpression.Parse(declared.Type), memberPath);
    }

    private MemberPlan Add(RecordSchema record, MemberSchema member)
    {
        var path = $"{record.Name}.{member.Name}";
        var type = TypeExpression.Parse(member.Type);
        if (types.Defaults.Of(type) is { } value)
        {
            var replacement = type.IsNullable ? "null" : "the default value of its type";
            var consequence = $"Stored values get {replacement}. If it was renamed, add [FormerName(\"...\")].";
            Changes.Allow(SchemaChangeKind.MemberAdded, path, Missing, member.Type, consequence);
            return new(-1, new DefaultPlan(value));
        }

        var remedy = $"Stored values do not contain it, and {member.Type} has no default value. "
            + $"Declare it as {member.Type}?, or add [FormerName(\"...\")] if it was renamed.";
        Changes.Refuse(SchemaChangeKind.MemberAdded, path, Missing, member.Type, remedy);
        return new(-1, CopyPlan.Instance);
    }

    private void Remove(RecordSchema record, MemberSchema member)
    {
        var path = $"{record.Name}.{member.Name}";
        if (isDistinct)
        {
            const string remedy = "It is used in set elements or map keys, and different ones could become equal without it. Restore the member.";
            Changes.Refuse(SchemaChangeKind.MemberRemoved, path, member.Type, Missing, remedy);
            return;
        }

        var consequence = $"Its stored values are dropped. If it was renamed, add [FormerName(\"{member.Name}\")].";
        Changes.Allow(SchemaChangeKind.MemberRemoved, path, member.Type, Missing, consequence);
    }

    private void ReportOrder(RecordSchema stored, RecordSchema declared, int[] storedOf)
    {
        var kept = storedOf.Where(index => index >= 0).ToArray();
        if (kept.Zip(kept.Skip(1), (first, second) => first > second).Any(descends => descends))
            Changes.Allow(SchemaChangeKind.MemberMoved, declared.Name, Order(stored), Order(declared), "Stored values are reordered.");
    }

    private static string Order(RecordSchema record) => $"the order {string.Join(", ", record.Members.Select(member => member.Name))}";

    private static string Key(MemberSchema member) => member.Key is null ? "no key" : $"key {member.Key}";
}
