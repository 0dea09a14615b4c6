using StateGen.Schemas.Resolution.Matching;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// Compares keys, which are never migrated: their encoded bytes are their identity. Names may change, and enums may have more members.
/// </summary>
internal sealed class KeyResolver(OperatorSchema stored, OperatorSchema declared, SchemaChangeKind kind, ChangeList changes)
{
    private const string Remedy = "Stored keys cannot be converted. "
        + "Restore the previous key type, or use another name for the state or another id for the operator.";

    private readonly HashSet<(string Stored, string Declared)> _compared = [];

    public void Resolve(string storedType, string declaredType) => Resolve(TypeExpression.Parse(storedType), TypeExpression.Parse(declaredType), member: null);

    private void Resolve(TypeExpression before, TypeExpression after, string? member)
    {
        if (before.IsNullable != after.IsNullable || BuiltInTypes.IsNamed(before.Name) != BuiltInTypes.IsNamed(after.Name))
            Refuse(member, before.ToString(), after.ToString());
        else if (BuiltInTypes.IsNamed(before.Name))
            ResolveNamed(before, after, member);
        else if (before.Name != after.Name || before.Arguments.Count != after.Arguments.Count)
            Refuse(member, before.ToString(), after.ToString());
        else
            ResolveArguments(before, after, member);
    }

    private void ResolveArguments(TypeExpression before, TypeExpression after, string? member)
    {
        for (var index = 0; index < before.Arguments.Count; index++)
            Resolve(before.Arguments[index], after.Arguments[index], member);
    }

    private void ResolveNamed(TypeExpression before, TypeExpression after, string? member)
    {
        if (!_compared.Add((before.FullName, after.FullName)))
            return;
        var count = changes.Count;
        switch (stored.FindType(before.FullName), declared.FindType(after.FullName))
        {
            case (RecordSchema old, RecordSchema now):
                ResolveRecord(old, now);
                break;
            case (EnumSchema old, EnumSchema now):
                ResolveEnum(old, now);
                break;
            case (OpaqueSchema old, OpaqueSchema now) when old.Version == now.Version:
            case (null, null) when before.FullName == after.FullName:
                break;
            default:
                Refuse(member, before.ToString(), after.ToString());
                break;
        }

        ResolveName(before, after, member, count);
    }

    private void ResolveName(TypeExpression before, TypeExpression after, string? member, int count)
    {
        if (before.Name == after.Name)
            return;
        if (IsRenamed(before, after) || (!changes.ChangedContentSince(count) && stored.FindType(before.FullName) is not OpaqueSchema))
            changes.Allow(SchemaChangeKind.TypeRenamed, after.Name, before.Name, after.Name, "Stored keys do not change.");
        else
            Refuse(member, before.ToString(), after.ToString());
    }

    private bool IsRenamed(TypeExpression before, TypeExpression after) =>
        declared.FindType(after.FullName)?.FormerNames.Contains(before.Name, StringComparer.Ordinal) == true
        || stored.FindType(before.FullName)?.FormerNames.Contains(after.Name, StringComparer.Ordinal) == true;

    private void ResolveRecord(RecordSchema old, RecordSchema now)
    {
        var matching = NameMatching.Of(old.Members.Select(Item), now.Members.Select(Item));
        foreach (var (before, after, _) in matching.Ambiguous)
            Refuse($"{now.Name}.{after}", before, after);
        var isSameOrder = old.Members.Count == now.Members.Count && Enumerable.Range(0, now.Members.Count).All(index => matching.StoredOf(index) == index);
        if (isSameOrder)
            ResolveMembers(old, now);
        else
            RefuseMembers(old, now, matching);
    }

    private void ResolveMembers(RecordSchema old, RecordSchema now)
    {
        for (var index = 0; index < now.Members.Count; index++)
        {
            var (before, after) = (old.Members[index], now.Members[index]);
            if (before.Name != after.Name)
                changes.Allow(SchemaChangeKind.MemberRenamed, $"{now.Name}.{after.Name}", before.Name, after.Name, "Stored keys do not change.");
            Resolve(TypeExpression.Parse(before.Type), TypeExpression.Parse(after.Type), $"{now.Name}.{after.Name}");
        }
    }

    private void RefuseMembers(RecordSchema old, RecordSchema now, NameMatching matching)
    {
        var count = changes.Count;
        for (var index = 0; index < old.Members.Count; index++)
        {
            if (matching.DeclaredOf(index) < 0)
                Refuse($"{now.Name}.{old.Members[index].Name}", old.Members[index].Type, "no such member");
        }

        for (var index = 0; index < now.Members.Count; index++)
        {
            if (matching.StoredOf(index) < 0)
                Refuse($"{now.Name}.{now.Members[index].Name}", "no such member", now.Members[index].Type);
        }

        if (changes.Count == count)
            Refuse(now.Name, Order(old), Order(now));
    }

    private void ResolveEnum(EnumSchema old, EnumSchema now)
    {
        if (old.UnderlyingType != now.UnderlyingType)
            Refuse(now.Name, $"an enum of {old.UnderlyingType}", $"an enum of {now.UnderlyingType}");
        var found = new ChangeList(changes.StateName);
        new EnumResolver(found, isDistinct: true).Resolve(old with { UnderlyingType = now.UnderlyingType }, now);
        foreach (var change in found.Changes)
        {
            if (change.IsRefused)
                changes.Refuse(change.Kind, change.MemberName, change.StoredShape, change.DeclaredShape, Remedy);
            else
                changes.Allow(change.Kind, change.MemberName, change.StoredShape, change.DeclaredShape, "Stored keys do not change.");
        }
    }

    private void Refuse(string? member, string before, string after) => changes.Refuse(kind, member, before, after, Remedy);

    private static string Order(RecordSchema record) => $"the order {string.Join(", ", record.Members.Select(member => member.Name))}";

    private static NamedItem Item(MemberSchema member) => new(member.Name, member.FormerNames);
}
