namespace StateGen.Schemas.Resolution;

/// <summary>What becomes of an operator's state from one generation to the next.</summary>
/// <param name="Operator">What changed about the operator, its key, and the states that are gone.</param>
/// <param name="States">One per state of the next generation, in its order.</param>
internal sealed record GenerationStep(IReadOnlyList<SchemaChange> Operator, IReadOnlyList<StateStep> States);
