using StateGen.Schemas.Model;
using StateGen.Schemas.Resolution.Steps;

namespace StateGen.Schemas.Resolution;

/// <summary>
/// Resolves a chain of generations to a declared schema, step by step. State that one generation dropped stays dropped, even if a later generation adds it
/// again. If the rules refuse a step for the values of a state, an upgrade of the declared program converts them from the shape before that step to the
/// declared shape.
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
        // The meaning of former names was fixed when the generation began: a later attribute does not bring back dropped state.
        var latest = stored[stored.Count - 1];
        var resolver = new ChainResolver([.. stored.Take(stored.Count - 1), TtlConfig.Take(latest, declared)], upgrades);
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
        {
            const string remedy = "Its [State(Upgrade = ...)] converts the stored values.";
            return [new(SchemaChangeKind.Upgraded, state.Declared.Name, null, state.Stored!.Type, state.Declared.Type, IsRefused: false, remedy)];
        }

        return _upgrades.Exists(state.Declared.Name)
            ? [.. state.ValueChanges.Changes.Select(change =>
                change.IsRefused ? change with { Remedy = UpgradeSearch.MismatchRemedy(state.Stored!.Type) } : change)]
            : state.ValueChanges.Changes;
    }

    /// <summary>
    /// Checks the steps that were taken before. They need no report, but the upgrades that they depend on must still exist, because entries of every
    /// generation may be stored.
    /// </summary>
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
        var remedy = $"Entries of an older generation, in which the state has the type {before.Type}, may still be stored, "
            + "and no upgrade of the program reads them. "
            + "Restore the upgrade: [State(Upgrade = typeof(...))] with an IStateUpgrade<TOld, TNew> from that type.";
        _changes.AddRange(step.ValueChanges.Changes
            .Where(change => change.IsRefused)
            .Select(change => change with { StateName = last.Name, Remedy = remedy }));
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
        var writeTime = last.TimeToLiveMilliseconds is null ? LastWriteSource.None
            : generation < birth ? LastWriteSource.Never
            : generation < timedSince ? LastWriteSource.Restore
            : LastWriteSource.Stored;
        if (generation < birth)
            return new(last.Name, null, [], null, writeTime, timedSince, null, birth, nameAtBirth);
        var steps = Enumerable.Range(generation, _steps.Count - generation).Select(index => StepOf(index, path[index + 1]!)).ToArray();
        var resolved = steps.TakeWhile(step => !step.NeedsUpgrade).ToArray();
        var end = generation + resolved.Length;
        var upgrade = resolved.Length == steps.Length ? null : _upgrades.Find(_generations[end], path[end]!, last);
        var values = resolved.Select(step => step.Value!).Where(value => !value.IsCopy).ToEquatableArray();
        var unset = UnsetValues.Of(_generations[generation], path[generation]!);
        return new(last.Name, path[generation]!.Name, values, upgrade, writeTime, timedSince, unset, birth, nameAtBirth);
    }

    /// <summary>
    /// Returns the state in every generation, back to the latest generation that did not have the state. For that generation and those before it, the state is
    /// null.
    /// </summary>
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

/// <summary>The changes of an operator's state from one generation to the next.</summary>
/// <param name="Operator">The changes of the operator and its key, and the removed states.</param>
/// <param name="States">One step per state of the next generation, in its order.</param>
internal sealed record GenerationStep(IReadOnlyList<SchemaChange> Operator, IReadOnlyList<StateStep> States);

/// <summary>The changes of one state from one generation to the next.</summary>
/// <param name="Declared">The state as it is now.</param>
/// <param name="Stored">The state as it was; null if it is new.</param>
/// <param name="Changes">The changes of the state itself.</param>
/// <param name="ValueChanges">The changes of its values.</param>
/// <param name="Value">The migration of its values; not usable if one of their changes is refused.</param>
internal sealed record StateStep(StateSchema Declared, StateSchema? Stored, ChangeList Changes, ChangeList ValueChanges, ValueMigration? Value)
{
    /// <summary>Gets a value indicating whether the rules cannot bring the values into the next shape.</summary>
    public bool NeedsUpgrade => ValueChanges.IsRefused;
}

/// <summary>Finds the upgrade that reads a stored shape.</summary>
internal sealed class UpgradeSearch(EquatableArray<StateUpgradeSchema> upgrades)
{
    public static string MismatchRemedy(string storedType) =>
        $"No upgrade of the state can read the stored values: TOld of an IStateUpgrade<TOld, TNew> must have exactly the stored shape of {storedType}.";

    public bool Exists(string stateName) => upgrades.Any(upgrade => upgrade.StateName == stateName);

    /// <summary>
    /// Finds the upgrade of a state that reads the stored values of a generation, with preference for an upgrade that reads exactly the stored shape; null if
    /// there is none.
    /// </summary>
    /// <param name="generation">The generation.</param>
    /// <param name="before">The state in that generation.</param>
    /// <param name="last">The declared state.</param>
    public UpgradeMigration? Find(OperatorSchema generation, StateSchema before, StateSchema last)
    {
        var fitting = Enumerable.Range(0, upgrades.Count)
            .Where(index => upgrades[index].StateName == last.Name)
            .Select(index => Find(index, generation, before, last))
            .OfType<UpgradeMigration>()
            .ToArray();
        var found = fitting.FirstOrDefault(upgrade => upgrade.Source.IsCopy) ?? fitting.FirstOrDefault();
        return found is null || before.Kind != StateKind.Value ? found : found with { Source = OmitUnset(generation, before, found.Source) };
    }

    private static ValueMigration OmitUnset(OperatorSchema generation, StateSchema before, ValueMigration source) =>
        source with { Root = UnsetValues.Omit(generation, TypeExpression.Parse(before.Type), source.Root) };

    private UpgradeMigration? Find(int index, OperatorSchema generation, StateSchema before, StateSchema last)
    {
        var upgrade = upgrades[index];
        var source = TypeExpression.Parse(upgrade.SourceType);
        var keepsNil = last.Kind == StateKind.Value || (!source.IsNullable && TypeExpression.Parse(last.Type).IsNullable);
        var stored = TypeExpression.Parse(before.Type);
        var changes = new ChangeList(last.Name);
        var value = TypeResolver.Resolve(
            generation,
            (keepsNil ? stored with { IsNullable = source.IsNullable } : stored).ToString(),
            generation with { Types = upgrade.Types },
            upgrade.SourceType,
            nilIsDefault: false,
            changes);
        return changes.ChangedContentSince(0) ? null : new(index, value, keepsNil);
    }
}
