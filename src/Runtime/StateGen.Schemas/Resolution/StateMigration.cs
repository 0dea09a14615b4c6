using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution;

/// <summary>How the values that one generation stored for a state become values of the declared state.</summary>
/// <param name="StateName">The state as it is declared.</param>
/// <param name="StoredName">Its name in that generation; null when that generation or one after it did not have the state, which is empty then.</param>
/// <param name="Steps">What is done to a value, one after the other; empty when its bytes are right as they are.</param>
/// <param name="Upgrade">The conversion by the user that follows the steps and ends in the declared shape; null when there is none.</param>
/// <param name="LastWrite">Where the time of writing comes from.</param>
/// <param name="TimedSince">The index of the generation from which on the state had a time to live without a gap; of no meaning when the declared state has none.</param>
/// <param name="UnsetValue">How a row holds a value of the state that was never set, where the stored type admits no null and that is not nil; null elsewhere.</param>
/// <param name="Birth">The index of the generation from which on the state was there without a gap.</param>
/// <param name="NameAtBirth">The name that the state had in that generation.</param>
public sealed record StateMigration(
    string StateName,
    string? StoredName,
    EquatableArray<ValueMigration> Steps,
    UpgradeMigration? Upgrade,
    LastWriteSource LastWrite,
    int TimedSince,
    DefaultValue? UnsetValue,
    int Birth,
    string NameAtBirth)
{
    /// <summary>Whether stored values have the right bytes as they are.</summary>
    public bool IsCopy => StoredName is not null && Steps.Count == 0 && Upgrade is null;
}

/// <summary>How entries that one generation wrote become entries of the declared schema.</summary>
/// <param name="States">One per declared state, in their order.</param>
public sealed record GenerationMigration(EquatableArray<StateMigration> States);

/// <summary>A conversion by the user, and what brings a stored value into the shape that it reads.</summary>
/// <param name="Index">Its index among the upgrades that the program declares.</param>
/// <param name="Source">How the value becomes one of <c>TOld</c>.</param>
/// <param name="KeepsNil">Whether nil stays nil, without a call.</param>
public sealed record UpgradeMigration(int Index, ValueMigration Source, bool KeepsNil);

/// <summary>One step from a shape of values to the next. Recursive types refer to themselves through a table, so that the plan is finite and has value equality.</summary>
/// <param name="Root">What is done to the value.</param>
/// <param name="Types">What is done to the named types inside it; <see cref="Plans.ReferencePlan"/> holds an index.</param>
public sealed record ValueMigration(Plans.ValuePlan Root, EquatableArray<Plans.ValuePlan> Types)
{
    /// <summary>Whether the bytes stay as they are.</summary>
    public bool IsCopy => Root is Plans.CopyPlan;
}

/// <summary>Where the time of writing of a migrated value comes from.</summary>
public enum LastWriteSource
{
    /// <summary>The declared state has no time to live, and so no time of writing.</summary>
    None = 0,

    /// <summary>It is stored.</summary>
    Stored = 1,

    /// <summary>A generation on the way had no time to live: what is there counts as written at the restore that brought the time to live.</summary>
    Restore = 2,

    /// <summary>The state was not there: it was never written.</summary>
    Never = 3,
}

/// <summary>What one <c>IStateUpgrade&lt;TOld, TNew&gt;</c> of a <c>[State(Upgrade = …)]</c> can read.</summary>
/// <param name="StateName">The state whose values it converts.</param>
/// <param name="SourceType">The type expression of <c>TOld</c>.</param>
/// <param name="Types">The shapes of all named types that <c>TOld</c> is made of.</param>
public sealed record StateUpgradeSchema(string StateName, string SourceType, EquatableArray<TypeSchema> Types);
