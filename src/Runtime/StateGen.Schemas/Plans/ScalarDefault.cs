namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Zero, false, the empty text, the first instant: what the scalar has for <c>default</c>, or for its simplest value.</summary>
/// <param name="Scalar">The scalar; that which an enum is made of.</param>
public sealed record ScalarDefault(string Scalar) : DefaultValue;
