using StateGen.Schemas.Model;
using StateGen.Schemas.Resolution.Steps;

namespace StateGen.Schemas.Resolution;

/// <summary>
/// Resolves a chain of generations to a declared schema, step by step: what one generation dropped stays dropped, whatever a later one adds. Where the
/// rules refuse a step for the values of a state, an upgrade of the declared program takes them, in the shape before that step, to the declared shape.
/// </summary>
internal sealed class ChainResolver
{
    private readonly IReadOnlyList<OperatorSchema> _generations;
    private readonly List<GenerationStep> _steps;
    private readonly UpgradeSearch _upgrades;
    private readonly List<SchemaChange> _changes = [];

    private ChainResolver(IReadOnlyList<OperatorSchema> generations, EquatableArray<StateUpgradeSchema> upgrades)
    {
        _generations = generations;
        _steps = [.. generations.Zip(generations.Skip(1), (before, after) => new GenerationResolver(before, after).Resolve())];
        _upgrades = new(upgrades);
    }

    private OperatorSchema Last => _generations[_generations.Count - 1];

    public static SchemaResolution Resolve(IReadOnlyList<OperatorSchema> stored, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades)
    {
        var latest = stored[stored.Count - 1];
        return SchemaFingerprint.HaveSameShape(latest, declared) ? ResolveSame(stored, declared, upgrades) : ResolveNext(stored, declared, upgrades);
    }

    private static SchemaResolution ResolveSame(IReadOnlyList<OperatorSchema> stored, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades)
    {
        // What a former name meant when its generation began is history: another attribute later does not bring back what was dropped.
        var latest = stored[stored.Count - 1];
        var resolver = new ChainResolver([.. stored.Take(stored.Count - 1), TimesToLive.Take(latest, declared)], upgrades);
        var step = new GenerationResolver(latest, declared).Resolve();
        resolver._changes.AddRange(step.Operator.Concat(step.States.SelectMany(state => state.Changes.Changes.Concat(state.ValueChanges.Changes))));
        resolver.CheckSteps(resolver._steps.Count);
        return resolver.Conclude();
    }

    private static SchemaResolution ResolveNext(IReadOnlyList<OperatorSchema> stored, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades)
    {
        var resolver = new ChainResolver([.. stored, declared], upgrades);
        resolver.ReportLastStep();
        resolver.CheckSteps(resolver._steps.Count - 1);
        return resolver.Conclude();
    }

    private void ReportLastStep()
    {
        var index = _steps.Count - 1;
        _changes.AddRange(_steps[index].Operator);
        foreach (var state in _steps[index].States)
        {
            _changes.AddRange(state.Changes.Changes);
            _changes.AddRange(state.NeedsUpgrade ? ReportUpgrade(index, state) : state.ValueChanges.Changes);
        }
    }

    private IReadOnlyList<SchemaChange> ReportUpgrade(int index, StateStep state)
    {
        if (_upgrades.Find(_generations[index], state.Stored!, state.Declared) is not null)
            return [new(SchemaChangeKind.Upgraded, state.Declared.Name, null, state.Stored!.Type, state.Declared.Type, IsRefused: false, "Stored values are converted by its [State(Upgrade = ...)].")];
        return _upgrades.Exists(state.Declared.Name)
            ? [.. state.ValueChanges.Changes.Select(change => change.IsRefused ? change with { Remedy = UpgradeSearch.MismatchRemedy(state.Stored!.Type) } : change)]
            : state.ValueChanges.Changes;
    }

    /// <summary>Steps that were taken before need no report, but what helped them must still be there, because entries of every generation are.</summary>
    private void CheckSteps(int count)
    {
        for (var index = 0; index < count; index++)
            _changes.AddRange(_steps[index].Operator.Where(change => change.IsRefused));
        foreach (var state in Last.States)
        {
            var path = PathOf(state);
            for (var index = 0; index < count; index++)
            {
                if (path[index] is not null)
                    CheckStep(index, StepOf(index, path[index + 1]!), path[index]!, state);
            }
        }
    }

    private void CheckStep(int index, StateStep step, StateSchema before, StateSchema last)
    {
        _changes.AddRange(step.Changes.Changes.Where(change => change.IsRefused));
        if (!step.NeedsUpgrade || _upgrades.Find(_generations[index], before, last) is not null)
            return;
        var remedy = $"Entries of an older generation, in which the state is {before.Type}, may still be stored, and no upgrade of the program reads them. Bring it back: [State(Upgrade = typeof(...))] with IStateUpgrade<TOld, TNew> from that shape.";
        _changes.AddRange(step.ValueChanges.Changes.Where(change => change.IsRefused).Select(change => change with { StateName = last.Name, Remedy = remedy }));
    }

    private SchemaResolution Conclude()
    {
        var isRefused = _changes.Exists(change => change.IsRefused);
        var migrations = isRefused ? [] : Enumerable.Range(0, _generations.Count).Select(Migrate);
        return new(_changes.ToEquatableArray(), _generations.ToEquatableArray(), migrations.ToEquatableArray());
    }

    private GenerationMigration Migrate(int generation) => new(Last.States.Select(state => Migrate(generation, state)).ToEquatableArray());

    private StateMigration Migrate(int generation, StateSchema last)
    {
        var path = PathOf(last);
        var birth = Array.FindLastIndex(path, state => state is null) + 1;
        var nameAtBirth = path[birth]!.Name;
        var timedSince = Array.FindLastIndex(path, state => state?.TimeToLiveMilliseconds is null) + 1;
        var writeTime = last.TimeToLiveMilliseconds is null ? WriteTimeSource.None : generation < birth ? WriteTimeSource.Never : generation < timedSince ? WriteTimeSource.Restore : WriteTimeSource.Stored;
        if (generation < birth)
            return new(last.Name, null, [], null, writeTime, timedSince, null, birth, nameAtBirth);
        var steps = Enumerable.Range(generation, _steps.Count - generation).Select(index => StepOf(index, path[index + 1]!)).ToArray();
        var resolved = steps.TakeWhile(step => !step.NeedsUpgrade).ToArray();
        var upgrade = resolved.Length == steps.Length ? null : _upgrades.Find(_generations[generation + resolved.Length], path[generation + resolved.Length]!, last);
        var values = resolved.Select(step => step.Value!).Where(value => !value.IsCopy).ToEquatableArray();
        return new(last.Name, path[generation]!.Name, values, upgrade, writeTime, timedSince, UnsetValues.Of(_generations[generation], path[generation]!), birth, nameAtBirth);
    }

    /// <summary>The state in every generation, back to the last one that did not have it: there and before, null.</summary>
    private StateSchema?[] PathOf(StateSchema last)
    {
        var path = new StateSchema?[_generations.Count];
        path[path.Length - 1] = last;
        for (var index = _steps.Count - 1; index >= 0 && path[index + 1] is { } after; index--)
            path[index] = StepOf(index, after).Stored;
        return path;
    }

    private StateStep StepOf(int index, StateSchema after) => _steps[index].States.First(step => step.Declared.Name == after.Name);
}
