namespace StateGen.Schemas.Recording;

/// <summary>The schema of an operator in one shipped generation.</summary>
/// <param name="Number">The number of the generation.</param>
/// <param name="Schema">The operator with every type that it was made of.</param>
public sealed record RecordedGeneration(int Number, OperatorSchema Schema);
