using StateGen.Schemas.Resolution.Steps;

namespace StateGen.Schemas.Resolution;

/// <summary>Finds the upgrade that reads a stored shape.</summary>
internal sealed class UpgradeSearch(EquatableArray<StateUpgradeSchema> upgrades)
{
    public static string MismatchRemedy(string storedType) =>
        $"None of the upgrades of the state reads what is stored: TOld of an IStateUpgrade<TOld, TNew> must have the shape of {storedType} as it was stored, without additions or removals.";

    public bool Exists(string stateName) => upgrades.Any(upgrade => upgrade.StateName == stateName);

    /// <summary>The upgrade of a state that reads what a generation stored, rather one whose source is exactly that; null when there is none.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="before">The state as that generation has it.</param>
    /// <param name="last">The state as it is declared.</param>
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
            generation, (keepsNil ? stored with { IsNullable = source.IsNullable } : stored).ToString(), generation with { Types = upgrade.Types }, upgrade.SourceType, nilIsDefault: false, changes);
        return changes.ChangedContentSince(0) ? null : new(index, value, keepsNil);
    }
}
