namespace StateGen.Schemas;

/// <summary>One case of a union.</summary>
/// <param name="Tag">The number that stands before a stored value of this case, not negative.</param>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>) of the case, never nullable.</param>
public sealed record UnionCaseSchema(int Tag, string Type);
