using StateGen.Schemas.Model;
using StateGen.Schemas.Resolution.Matching;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Resolves one generation to the next: the operator, the key, and each state.</summary>
internal sealed class GenerationResolver(OperatorSchema stored, OperatorSchema declared)
{
    private const string MissingState = "no such state";

    private readonly List<SchemaChange> _changes = [];

    public GenerationStep Resolve()
    {
        ResolveOperator();
        var matching = NameMatching.Of(stored.States.Select(Item), declared.States.Select(Item));
        ReportRemoved(matching);
        var states = declared.States
            .Select((state, index) => matching.StoredOf(index) is >= 0 and var before ? Resolve(stored.States[before], state) : Add(state))
            .ToList();
        return new(_changes, states);
    }

    private void ResolveOperator()
    {
        if (stored.OperatorId != declared.OperatorId)
            _changes.Add(OperatorIdChange());
        var changes = new ChangeList(stateName: null);
        new KeyResolver(stored, declared, SchemaChangeKind.KeyType, changes).Resolve(stored.KeyType, declared.KeyType);
        _changes.AddRange(changes.Changes);
    }

    private SchemaChange OperatorIdChange() => new(
        SchemaChangeKind.OperatorId,
        StateName: null,
        MemberName: null,
        $"operator id '{stored.OperatorId}'",
        $"operator id '{declared.OperatorId}'",
        IsRefused: true,
        $"Keep the id under which the state is stored: '{stored.OperatorId}'.");

    private void ReportRemoved(NameMatching matching)
    {
        foreach (var (before, after, remedy) in matching.Ambiguous)
            _changes.Add(new(SchemaChangeKind.StateRenamed, after, null, before, after, IsRefused: true, remedy));
        for (var index = 0; index < stored.States.Count; index++)
        {
            if (matching.DeclaredOf(index) < 0)
                _changes.Add(Removal(stored.States[index]));
        }
    }

    private static SchemaChange Removal(StateSchema state) => new(
        SchemaChangeKind.StateRemoved,
        state.Name,
        MemberName: null,
        Describe(state),
        MissingState,
        IsRefused: false,
        $"Its stored values are dropped. If it was renamed, add [FormerName(\"{state.Name}\")].");

    private static StateStep Add(StateSchema state)
    {
        var changes = new ChangeList(state.Name);
        const string consequence = "It is empty after the restore. If it was renamed, add [FormerName(\"...\")].";
        changes.Allow(SchemaChangeKind.StateAdded, null, MissingState, Describe(state), consequence);
        return new(state, null, changes, new(state.Name), null);
    }

    private StateStep Resolve(StateSchema before, StateSchema after)
    {
        var (changes, valueChanges) = (new ChangeList(after.Name), new ChangeList(after.Name));
        if (before.Name != after.Name)
            changes.Allow(SchemaChangeKind.StateRenamed, null, before.Name, after.Name, "It keeps its stored values.");
        if (IsStoredAlike(before.Kind, after.Kind))
        {
            var kept = after.IsAccumulator ? "It keeps its stored accumulators, which both kinds hold." : "It keeps its stored entries.";
            changes.Allow(SchemaChangeKind.StateKind, null, Describe(before), Describe(after), kept);
        }
        else if (before.Kind != after.Kind)
        {
            var remedy = "The kind of a state cannot change. Give the new state another name, or only another name in schemas: [State(Name = \"...\")]; "
                + $"the values of '{before.Name}' are then dropped.";
            changes.Refuse(SchemaChangeKind.StateKind, null, Describe(before), Describe(after), remedy);
            return new(after, before, changes, valueChanges, null);
        }

        if (before.MapKeyType is { } storedKey && after.MapKeyType is { } declaredKey)
            new KeyResolver(stored, declared, SchemaChangeKind.MapKeyType, changes).Resolve(storedKey, declaredKey);
        ReportTimeToLive(before.TimeToLiveMilliseconds, after.TimeToLiveMilliseconds, changes);
        TtlConfig.RefuseOtherClock(before, after, changes);
        var value = TypeResolver.Resolve(stored, before.Type, declared, after.Type, nilIsDefault: after.Kind == StateKind.Value, valueChanges);
        if (after.Kind == StateKind.Value)
            new AbsentValues(stored, declared, valueChanges).Check(TypeExpression.Parse(before.Type), TypeExpression.Parse(after.Type));
        return new(after, before, changes, valueChanges, value);
    }

    private static bool IsStoredAlike(StateKind before, StateKind after) =>
        (before, after) is (StateKind.Map, StateKind.SortedMap) or (StateKind.SortedMap, StateKind.Map)
            or (StateKind.Reducing, StateKind.Aggregating) or (StateKind.Aggregating, StateKind.Reducing);

    private static void ReportTimeToLive(long? before, long? after, ChangeList changes)
    {
        if (before == after)
            return;
        var consequence = before is null ? "The time to live of stored values starts at the restore."
            : after is null ? "Values that have not expired are kept."
            : "It also applies to stored values.";
        changes.Allow(SchemaChangeKind.TimeToLive, null, Describe(before), Describe(after), consequence);
    }

    private static string Describe(StateSchema state) =>
        $"{NameOf(state.Kind)} state {(state.MapKeyType is { } key ? $"from {key} to" : "of")} {state.Type}";

    private static string NameOf(StateKind kind) => kind switch
    {
        StateKind.OperatorList => "a split operator list",
        StateKind.OperatorUnion => "a union operator list",
        StateKind.Aggregating => "an aggregating",
        StateKind.SortedMap => "a sorted map",
        _ => $"a {kind.ToString().ToLowerInvariant()}",
    };

    private static string Describe(long? timeToLive) =>
        timeToLive is { } milliseconds ? $"a time to live of {DurationText.Of(milliseconds)}" : "no time to live";

    private static NamedItem Item(StateSchema state) => new(state.Name, state.FormerNames);
}
