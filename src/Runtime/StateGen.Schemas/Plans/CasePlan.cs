namespace StateGen.Schemas.Resolution.Plans;

/// <summary>One case of a union.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Value">What is done to its content.</param>
public sealed record CasePlan(int Tag, ValuePlan Value);
