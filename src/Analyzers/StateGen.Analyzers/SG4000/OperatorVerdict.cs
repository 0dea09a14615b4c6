using StateGen.Schemas;
using StateGen.Schemas.Recording;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// What the resolver says about the declared schema of an operator: whether state of shipped versions can be restored, what has changed since it
/// was recorded, and whether a shipped version could still read it.
/// </summary>
internal sealed class OperatorVerdict
{
    private readonly IReadOnlyList<SchemaChange> _refusedByShipped;
    private readonly IReadOnlyList<SchemaChange> _renamedSinceShipped;
    private readonly OperatorSchema[] _chain;
    private readonly DeclaredSchema _declared;

    /// <summary>Asks the resolver.</summary>
    /// <param name="recorded">What is recorded; the operator is.</param>
    /// <param name="declared">The operator as it is declared.</param>
    public OperatorVerdict(RecordedSchemas recorded, DeclaredSchema declared)
    {
        _declared = declared;
        _chain = [.. recorded.ChainOf(declared.Schema.OperatorId).Select(generation => generation.Schema)];
        var latest = recorded.Find(declared.Schema.OperatorId)!;
        IsRecorded = recorded.IsRecorded(declared.Schema);
        Shipped = _chain.LastOrDefault();
        Refused = RefusedOf(declared.Schema);
        Unrecorded = IsRecorded ? [] : [.. SchemaResolver.Resolve(latest, declared.Schema, declared.Upgrades).Changes.Where(change => !IsRefused(change))];
        _refusedByShipped = IsRecorded ? [] : RefusedOf(SchemaResolver.Resolve(declared.Schema, Shipped ?? latest, []));
        _renamedSinceShipped = IsRecorded ? [] : RenamedOf(SchemaResolver.Resolve(Shipped ?? latest, declared.Schema, declared.Upgrades));
    }

    /// <summary>Whether exactly the declared schema is recorded.</summary>
    public bool IsRecorded { get; }

    /// <summary>The schema of the latest shipped version; null when there is none.</summary>
    public OperatorSchema? Shipped { get; }

    /// <summary>Why a checkpoint of a shipped version could not be restored, whatever is recorded.</summary>
    public IReadOnlyList<SchemaChange> Refused { get; }

    /// <summary>The other changes that are not recorded.</summary>
    public IReadOnlyList<SchemaChange> Unrecorded { get; }

    /// <summary>Why a checkpoint of a shipped version could not be restored if the operator declared another schema.</summary>
    public IReadOnlyList<SchemaChange> RefusedOf(OperatorSchema schema) => _chain.Length == 0 ? [] : RefusedOf(SchemaResolver.ResolveChain(_chain, schema, _declared.Upgrades));

    /// <summary>Whether the shipped version could not read state that the declared one writes, because of this change.</summary>
    public bool IsOneWay(SchemaChange change)
    {
        var ofState = _refusedByShipped.Where(refused => NamesOf(change).Contains(refused.StateName, StringComparer.Ordinal)).ToArray();
        return ofState.Any(refused => refused.MemberName == change.MemberName)
            || (ofState.Length > 0 && !ofState.Any(refused => Unrecorded.Any(other => other.StateName == change.StateName && other.MemberName == refused.MemberName)));
    }

    private bool IsRefused(SchemaChange change) => Refused.Any(refused => refused.StateName == change.StateName && refused.MemberName == change.MemberName);

    // Seen from the other side, a renamed state has its earlier name, whether the rename is recorded or not.
    private IEnumerable<string?> NamesOf(SchemaChange change) => _renamedSinceShipped
        .Where(renamed => renamed.StateName == change.StateName)
        .Select(renamed => (string?)renamed.StoredShape)
        .Prepend(change.StateName);

    private static IReadOnlyList<SchemaChange> RenamedOf(SchemaResolution resolution) => [.. resolution.Changes.Where(change => change.Kind == SchemaChangeKind.StateRenamed)];

    private static IReadOnlyList<SchemaChange> RefusedOf(SchemaResolution resolution) => [.. resolution.Changes.Where(change => change.IsRefused).Distinct()];
}

/// <summary>Finds states and members that are gone while others of the same type are new: they seem to have other names.</summary>
internal static class RenameFinder
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
