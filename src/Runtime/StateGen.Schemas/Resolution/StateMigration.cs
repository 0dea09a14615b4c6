using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution;

/// <summary>How the values that one generation stored for a state become values of the declared state.</summary>
/// <param name="StateName">The state as it is declared.</param>
/// <param name="StoredName">Its name in that generation; null when that generation or one after it did not have the state, which is empty then.</param>
/// <param name="Steps">What is done to a value, one after the other; empty when its bytes are right as they are.</param>
/// <param name="Upgrade">The conversion by the user that follows the steps and ends in the declared shape; null when there is none.</param>
/// <param name="WriteTime">Where the time of writing comes from.</param>
/// <param name="TimedSince">The index of the generation from which on the state had a time to live without a gap; of no meaning when the declared state has none.</param>
/// <param name="UnsetValue">How a row holds a value of the state that was never set, where the stored type admits no null and that is not nil; null elsewhere.</param>
/// <param name="Birth">The index of the generation from which on the state was there without a gap.</param>
/// <param name="NameAtBirth">The name that the state had in that generation.</param>
public sealed record StateMigration(
    string StateName,
    string? StoredName,
    EquatableArray<ValueMigration> Steps,
    UpgradeMigration? Upgrade,
    WriteTimeSource WriteTime,
    int TimedSince,
    DefaultValue? UnsetValue,
    int Birth,
    string NameAtBirth)
{
    /// <summary>Whether stored values have the right bytes as they are.</summary>
    public bool IsCopy => StoredName is not null && Steps.Count == 0 && Upgrade is null;
}
