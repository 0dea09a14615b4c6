using StateGen.Schemas;
using StateGen.Schemas.Recording;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// The result of resolving the declared schema of an operator against the recorded ones: whether state of shipped versions can be restored, the changes since
/// the schema was recorded, and whether a shipped version could still read the state.
/// </summary>
internal sealed class OperatorVerdict
{
    private readonly IReadOnlyList<SchemaChange> _refusedByShipped;
    private readonly IReadOnlyList<SchemaChange> _renamedSinceShipped;
    private readonly OperatorSchema[] _chain;
    private readonly DeclaredSchema _declared;

    /// <summary>Resolves the schema of an operator.</summary>
    /// <param name="recorded">The recorded schemas, which include the operator.</param>
    /// <param name="declared">The operator with its declared schema.</param>
    public OperatorVerdict(RecordedSchemas recorded, DeclaredSchema declared)
    {
        _declared = declared;
        _chain = [.. recorded.ChainOf(declared.Schema.OperatorId).Select(generation => generation.Schema)];
        var latest = recorded.Find(declared.Schema.OperatorId)!;
        IsRecorded = recorded.IsRecorded(declared.Schema);
        Shipped = _chain.LastOrDefault();
        Refused = RefusedOf(declared.Schema);
        Unrecorded = IsRecorded
            ? []
            : [.. SchemaResolver.Resolve(latest, declared.Schema, declared.Upgrades).Changes.Where(change => !IsRefused(change))];
        _refusedByShipped = IsRecorded ? [] : RefusedOf(SchemaResolver.Resolve(declared.Schema, Shipped ?? latest, []));
        _renamedSinceShipped = IsRecorded ? [] : RenamedOf(SchemaResolver.Resolve(Shipped ?? latest, declared.Schema, declared.Upgrades));
    }

    /// <summary>Gets a value indicating whether exactly the declared schema is recorded.</summary>
    public bool IsRecorded { get; }

    /// <summary>Gets the schema of the latest shipped version; null if no version is shipped.</summary>
    public OperatorSchema? Shipped { get; }

    /// <summary>Gets the changes because of which a checkpoint of a shipped version cannot be restored; recording the schema does not help.</summary>
    public IReadOnlyList<SchemaChange> Refused { get; }

    /// <summary>Gets the other changes that are not recorded.</summary>
    public IReadOnlyList<SchemaChange> Unrecorded { get; }

    /// <summary>The changes because of which a checkpoint of a shipped version could not be restored if the operator declared the given schema.</summary>
    public IReadOnlyList<SchemaChange> RefusedOf(OperatorSchema schema) =>
        _chain.Length == 0 ? [] : RefusedOf(SchemaResolver.ResolveChain(_chain, schema, _declared.Upgrades));

    /// <summary>Indicates whether a change prevents the shipped version from reading state that the declared version writes.</summary>
    public bool IsOneWay(SchemaChange change)
    {
        var ofState = _refusedByShipped.Where(refused => NamesOf(change).Contains(refused.StateName, StringComparer.Ordinal)).ToArray();
        return ofState.Any(refused => refused.MemberName == change.MemberName)
            || (ofState.Length > 0
                && !ofState.Any(refused => Unrecorded.Any(other => other.StateName == change.StateName && other.MemberName == refused.MemberName)));
    }

    private bool IsRefused(SchemaChange change) => Refused.Any(refused => refused.StateName == change.StateName && refused.MemberName == change.MemberName);

    // When the shipped version reads the state, a renamed state has its earlier name, even if the rename is already recorded.
    private IEnumerable<string?> NamesOf(SchemaChange change) => _renamedSinceShipped
        .Where(renamed => renamed.StateName == change.StateName)
        .Select(renamed => (string?)renamed.StoredShape)
        .Prepend(change.StateName);

    private static IReadOnlyList<SchemaChange> RenamedOf(SchemaResolution resolution) =>
        [.. resolution.Changes.Where(change => change.Kind == SchemaChangeKind.StateRenamed)];

    private static IReadOnlyList<SchemaChange> RefusedOf(SchemaResolution resolution) => [.. resolution.Changes.Where(change => change.IsRefused).Distinct()];
}

/// <summary>Finds removed states and members for which others of the same type were added: they seem to be renamed.</summary>
internal static class RenameFinder
{
    /// <summary>
    /// Finds the pairs of a removal and an addition that look like a rename. Each change is in one pair at most; <c>IsPlain</c> is true if no other pair is
    /// possible for either change. Only removals of shipped states and members count, because only these can lose stored values.
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

    /// <summary>The name of a changed state or member, without the type of the member.</summary>
    public static string NameOf(SchemaChange change) =>
        change.MemberName is { } member ? member.Substring(member.LastIndexOf('.') + 1) : change.StateName!;

    private static bool WasShipped(SchemaChange change, OperatorVerdict verdict) => change.Kind switch
    {
        SchemaChangeKind.StateRemoved => verdict.Shipped?.States.Any(state => state.Name == change.StateName) == true,
        SchemaChangeKind.MemberRemoved => verdict.Shipped is not null,
        _ => false,
    };

    private static bool Fits(SchemaChange removed, SchemaChange added) =>
        removed.StoredShape == added.DeclaredShape && (removed.Kind == SchemaChangeKind.StateRemoved
            ? added.Kind == SchemaChangeKind.StateAdded
            : added.Kind == SchemaChangeKind.MemberAdded && removed.StateName == added.StateName && TypeOf(removed) == TypeOf(added));

    private static string TypeOf(SchemaChange change) => change.MemberName!.Substring(0, change.MemberName.LastIndexOf('.'));
}
