using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// Joins the changes that one edit of an enum causes in a state. A member that is added or removed, for example, also changes the numbers of the members
/// after it, and a member with a new name looks like a removed and an added one.
/// </summary>
internal static class EnumEdits
{
    private const int MostDescribed = 3;

    /// <summary>Groups the changes: those of one enum in one state together, and each other change alone.</summary>
    public static IEnumerable<SchemaChange[]> Group(IEnumerable<SchemaChange> changes) =>
        changes.GroupBy(change => EnumOf(change) ?? (object)change).Select(edit => edit.ToArray());

    /// <summary>
    /// Chooses the changes of a refused edit to report: each removed member, because each may need a former name of its own, or else all changes together.
    /// </summary>
    public static IEnumerable<SchemaChange[]> Split(SchemaChange[] edit)
    {
        var removed = edit.Where(change => change.Kind == SchemaChangeKind.EnumMemberRemoved)
            .GroupBy(change => change.MemberName, StringComparer.Ordinal).Select(same => new[] { same.First() }).ToArray();
        return removed.Length > 0 ? removed : [edit];
    }

    /// <summary>The state and the enum that a change concerns; null if it is not a change of an enum member.</summary>
    public static (string? StateName, string EnumName)? EnumOf(SchemaChange change) => change is
    {
        MemberName: { } member,
        Kind: SchemaChangeKind.EnumMemberAdded or SchemaChangeKind.EnumMemberRemoved or SchemaChangeKind.EnumMemberRenamed
            or SchemaChangeKind.EnumMemberRenumbered,
    }
        ? (change.StateName, member.Substring(0, member.LastIndexOf('.')))
        : null;

    /// <summary>Joins the descriptions of the changes of one edit.</summary>
    public static string Join(IEnumerable<string> descriptions)
    {
        var distinct = descriptions.Distinct(StringComparer.Ordinal).ToArray();
        var more = distinct.Length - MostDescribed;
        return string.Join(", ", distinct.Take(MostDescribed)) + (more > 0 ? $" and {more} more" : "");
    }
}
