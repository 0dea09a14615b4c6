namespace StateGen.Schemas.Resolution;

/// <summary>What one <c>IStateUpgrade&lt;TOld, TNew&gt;</c> of a <c>[State(Upgrade = …)]</c> can read.</summary>
/// <param name="StateName">The state whose values it converts.</param>
/// <param name="SourceType">The type expression of <c>TOld</c>.</param>
/// <param name="Types">The shapes of all named types that <c>TOld</c> is made of.</param>
public sealed record StateUpgradeSchema(string StateName, string SourceType, EquatableArray<TypeSchema> Types);
