namespace StateGen.Schemas.Resolution;

/// <summary>A conversion by the user, and what brings a stored value into the shape that it reads.</summary>
/// <param name="Index">Its index among the upgrades that the program declares.</param>
/// <param name="Source">How the value becomes one of <c>TOld</c>.</param>
/// <param name="KeepsNil">Whether nil stays nil, without a call.</param>
public sealed record UpgradeMigration(int Index, ValueMigration Source, bool KeepsNil);
