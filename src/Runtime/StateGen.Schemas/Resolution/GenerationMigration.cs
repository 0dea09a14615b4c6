namespace StateGen.Schemas.Resolution;

/// <summary>How entries that one generation wrote become entries of the declared schema.</summary>
/// <param name="States">One per declared state, in their order.</param>
public sealed record GenerationMigration(EquatableArray<StateMigration> States);
