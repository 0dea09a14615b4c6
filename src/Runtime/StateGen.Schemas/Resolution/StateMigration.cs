using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution;

/// <summary>The conversion of the values that one generation stored for a state into values of the declared state.</summary>
/// <param name="StateName">The declared name of the state.</param>
/// <param name="StoredName">
/// The name of the state in that generation; null if that generation or a later one did not have the state, which is then empty.
/// </param>
/// <param name="Steps">The steps of the conversion, in order; empty if the stored bytes are right as they are.</param>
/// <param name="Upgrade">The user's conversion that follows the steps and ends in the declared shape; null if there is none.</param>
/// <param name="LastWrite">The source of the last-write timestamp.</param>
/// <param name="TimedSince">
/// The index of the generation since which the state has had a time to live without a gap; meaningless if the declared state has none.
/// </param>
/// <param name="UnsetValue">The stored form of a value that was never set, if the state is a value state and that form is not nil; otherwise, null.</param>
/// <param name="Birth">The index of the generation since which the state has existed without a gap.</param>
/// <param name="NameAtBirth">The name of the state in that generation.</param>
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
    /// <summary>Gets a value indicating whether the stored bytes are right as they are.</summary>
    public bool IsCopy => StoredName is not null && Steps.Count == 0 && Upgrade is null;
}

/// <summary>The conversion of the entries that one generation wrote into entries of the declared schema.</summary>
/// <param name="States">One migration per declared state, in their order.</param>
public sealed record GenerationMigration(EquatableArray<StateMigration> States);

/// <summary>A conversion by the user, and the migration of a stored value into the shape that the conversion reads.</summary>
/// <param name="Index">The index of the upgrade among those that the program declares.</param>
/// <param name="Source">The migration of the stored value to <c>TOld</c>.</param>
/// <param name="KeepsNil">true if nil stays nil, without a call of the upgrade; otherwise, false.</param>
public sealed record UpgradeMigration(int Index, ValueMigration Source, bool KeepsNil);

/// <summary>
/// One step from a shape of values to the next. Recursive types refer to themselves through a table, so that the plan is finite and has value equality.
/// </summary>
/// <param name="Root">The plan for the value.</param>
/// <param name="Types">The plans for the named types inside the value; a <see cref="Plans.ReferencePlan"/> holds an index into them.</param>
public sealed record ValueMigration(Plans.ValuePlan Root, EquatableArray<Plans.ValuePlan> Types)
{
    /// <summary>Gets a value indicating whether the bytes stay as they are.</summary>
    public bool IsCopy => Root is Plans.CopyPlan;
}

/// <summary>Specifies the source of the last-write timestamp of a migrated value.</summary>
public enum LastWriteSource
{
    /// <summary>The declared state has no time to live, and therefore no last-write timestamp.</summary>
    None = 0,

    /// <summary>The timestamp is stored.</summary>
    Stored = 1,

    /// <summary>A generation in between had no time to live: a stored value counts as written at the restore that introduced the time to live.</summary>
    Restore = 2,

    /// <summary>The state did not exist, so it was never written.</summary>
    Never = 3,
}

/// <summary>The shape that one <c>IStateUpgrade&lt;TOld, TNew&gt;</c> of a <c>[State(Upgrade = …)]</c> reads.</summary>
/// <param name="StateName">The state whose values the upgrade converts.</param>
/// <param name="SourceType">The type expression of <c>TOld</c>.</param>
/// <param name="Types">The shapes of all named types that <c>TOld</c> is made of.</param>
public sealed record StateUpgradeSchema(string StateName, string SourceType, EquatableArray<TypeSchema> Types);
