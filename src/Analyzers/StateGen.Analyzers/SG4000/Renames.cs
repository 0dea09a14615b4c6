using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>Finds states and members that are gone while others of the same type are new: they seem to have other names.</summary>
internal static class Renames
{
    /// <summary>
    /// The pairs of changes that look like one, each change in one pair at most, and whether no other pair is possible for either. Only what was shipped can lose anything.
    /// </summary>
    public static IEnumerable<(SchemaChange Removed, SchemaChange Added, bool IsPlain)> Find(OperatorVerdict verdict)
    {
        var added = verdict.Unrecorded.Where(change => change.Kind is SchemaChangeKind.StateAdded or SchemaChangeKind.MemberAdded).ToArray();
        var removed = verdict.Unrecorded.Where(change => WasShipped(change, verdict)).ToArray();
        var taken = new HashSet<SchemaChange>();
        foreach (var gone in removed)
        {
            var fitting = added.Where(candidate => Fits(gone, candidate)).ToArray();
            if (fitting.FirstOrDefault(candidate => !taken.Contains(candidate)) is { } match && taken.Add(match))
                yield return (gone, match, fitting.Length == 1 && removed.Count(other => Fits(other, match)) == 1);
        }
    }

    /// <summary>The name of a state, or of a member without its type.</summary>
    public static string NameOf(SchemaChange change) =>
        change.MemberName is { } member ? member.Substring(member.LastIndexOf('.') + 1) : change.StateName!;

    private static bool WasShipped(SchemaChange change, OperatorVerdict verdict) => change.Kind switch
    {
        SchemaChangeKind.StateRemoved => verdict.Shipped?.States.Any(state => state.Name == change.StateName) == true,
        SchemaChangeKind.MemberRemoved => verdict.Shipped is not null,
        _ => false,
    };

    private static bool Fits(SchemaChange removed, SchemaChange added) => removed.StoredShape == added.DeclaredShape && (removed.Kind == SchemaChangeKind.StateRemoved
        ? added.Kind == SchemaChangeKind.StateAdded
        : added.Kind == SchemaChangeKind.MemberAdded && removed.StateName == added.StateName && TypeOf(removed) == TypeOf(added));

    private static string TypeOf(SchemaChange change) => change.MemberName!.Substring(0, change.MemberName.LastIndexOf('.'));
}
